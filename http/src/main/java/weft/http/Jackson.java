package weft.http;

import java.lang.reflect.Type;
import java.util.Objects;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** JSON by Jackson 3, which the program may have or not. */
final class Jackson implements JsonCodec {
  static final JsonCodec CODEC = new Jackson();

  /** Loaded only where it is used. */
  private static final class Mapper {
    static final ObjectMapper SHARED = JsonMapper.builder().build();

    private Mapper() {}
  }

  @Override
  public byte[] write(Object value) {
    try {
      return Mapper.SHARED.writeValueAsBytes(value);
    } catch (NoClassDefFoundError e) {
      throw missing(e);
    }
  }

  @Override
  public Object read(byte[] json, Type type) {
    try {
      var mapper = Mapper.SHARED;
      return Objects.requireNonNull(
          mapper.readValue(json, mapper.constructType(type)), "the JSON is null");
    } catch (NoClassDefFoundError e) {
      throw missing(e);
    }
  }

  private static IllegalStateException missing(NoClassDefFoundError e) {
    return new IllegalStateException(
        "JSON needs Jackson 3 (tools.jackson.core:jackson-databind), or a JsonCodec of your own",
        e);
  }
}
