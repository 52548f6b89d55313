package weft.http;

import java.lang.reflect.Type;

/**
 * Turns objects into JSON and back. The standard one is Jackson 3, which a program that wants it
 * has among its own dependencies; another library takes a class with two methods.
 */
public interface JsonCodec {
  /** {@code value} as JSON in UTF-8. */
  byte[] write(Object value) throws Exception;

  /** The value of {@code type} that {@code json}, in UTF-8, stands for; never null. */
  Object read(byte[] json, Type type) throws Exception;

  /** Jackson 3 ({@code tools.jackson.databind}); without it, each use says that it is missing. */
  static JsonCodec standard() {
    return Jackson.CODEC;
  }
}
