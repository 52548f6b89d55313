package weft.web;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What one side of a WebSocket says to the other. */
public sealed interface Message {
  /**
   * A text.
   *
   * @param text its characters
   */
  record Text(String text) implements Message {}

  /**
   * Bytes.
   *
   * @param bytes they are not copied, and must not be changed once sent
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by what is in it
  record Binary(byte[] bytes) implements Message {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Binary(var others) && Arrays.equals(bytes, others);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return bytes.length + " bytes";
    }
  }

  /** A text. */
  static Message of(String text) {
    return new Text(text);
  }

  /** A record, list, map, text or number as a text in JSON. */
  static Message json(@Nullable Object value) {
    return new Text(new String(Json.write(value), StandardCharsets.UTF_8));
  }

  /** Bytes; they must not be changed any more. */
  static Message of(byte[] bytes) {
    return new Binary(bytes);
  }
}
