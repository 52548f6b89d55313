package weft.web;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import weft.internal.websocket.Deflate;
import weft.internal.websocket.Frames;

/** A message as it goes over the wire, encoded once for all who get it. */
final class Encoded {
  /** Shorter ones hardly shrink. */
  private static final int WORTH_WHILE = 256;

  private final boolean text;
  private final byte[] payload;
  private final byte[] plain;
  private volatile byte @Nullable [] compressed; // plain, if it doesn't become smaller

  private Encoded(boolean text, byte[] payload) {
    this.text = text;
    this.payload = payload;
    this.plain = Frames.message(text, payload);
  }

  static Encoded of(String text) {
    return new Encoded(true, text.getBytes(StandardCharsets.UTF_8));
  }

  static Encoded of(byte[] bytes) {
    return new Encoded(false, bytes);
  }

  static Encoded of(Message message) {
    return switch (message) {
      case Message.Text(var text) -> of(text);
      case Message.Binary(var bytes) -> of(bytes);
    };
  }

  byte[] plain() {
    return plain;
  }

  /**
   * The frame for one who keeps so many bytes of what came before; 0 for one without compression.
   */
  byte[] frame(int window) {
    boolean compresses = payload.length >= WORTH_WHILE && payload.length <= window;
    return compresses ? compressed() : plain;
  }

  private byte[] compressed() {
    byte[] known = compressed;
    if (known != null) return known;
    byte[] frame = Frames.compressed(text, Deflate.deflate(payload));
    byte[] shorter = frame.length < plain.length ? frame : plain;
    compressed = shorter;
    return shorter;
  }
}
