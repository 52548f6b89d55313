package weft.http;

import java.lang.reflect.Type;
import weft.Weft;
import weft.http.HttpException.Reason;

/** Calls a codec, and says in one line what it didn't like. */
final class Json {
  private Json() {}

  static byte[] write(JsonCodec codec, Object value) throws HttpException {
    try {
      return codec.write(value);
    } catch (IllegalStateException e) {
      throw e; // there is no codec, or it may not touch the class
    } catch (Exception e) {
      Weft.checkpoint();
      throw new HttpException(
          Reason.BODY,
          "a " + value.getClass().getName() + " can't be written as JSON: " + line(e),
          e);
    }
  }

  static Object read(JsonCodec codec, byte[] json, Type type, String from) throws HttpException {
    try {
      return codec.read(json, type);
    } catch (IllegalStateException e) {
      throw e;
    } catch (Exception e) {
      Weft.checkpoint();
      throw new HttpException(
          Reason.BODY,
          "the answer of " + from + " is no JSON of a " + type.getTypeName() + ": " + line(e),
          e);
    }
  }

  private static String line(Exception e) {
    String message = e.getMessage();
    return message == null ? e.toString() : message.lines().findFirst().orElse("");
  }
}
