package weft.internal.websocket;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Frames, encoded: final ones, unmasked as a server sends them; {@link #masked} is for clients. */
public final class Frames {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  static final int FIN = 0x80;
  static final int COMPRESSED = 0x40;
  static final int MOST_CONTROL = 125;

  private static final byte[] EMPTY_PING = frame(FIN | PING, new byte[0]);

  private Frames() {}

  /** A message. */
  public static byte[] message(boolean text, byte[] payload) {
    return frame(FIN | (text ? TEXT : BINARY), payload);
  }

  /** A message whose payload is compressed. */
  public static byte[] compressed(boolean text, byte[] payload) {
    return frame(FIN | COMPRESSED | (text ? TEXT : BINARY), payload);
  }

  /** A ping without content; not to be changed. */
  public static byte[] ping() {
    return EMPTY_PING;
  }

  /** A ping with content, 125 bytes at most, that its answer has too. */
  public static byte[] ping(byte[] payload) {
    return frame(FIN | PING, payload);
  }

  /** The answer to a ping. */
  public static byte[] pong(byte[] payload) {
    return frame(FIN | PONG, payload);
  }

  /** A goodbye; a reason that is too long is cut, at the end of a character. */
  public static byte[] close(int code, String reason) {
    if (code == CloseCode.NONE) return frame(FIN | CLOSE, new byte[0]);
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(text.length, MOST_CONTROL - 2);
    while (length < text.length && length > 0 && (text[length] & 0xC0) == 0x80) length--;
    byte[] payload = new byte[length + 2];
    payload[0] = (byte) (code >> 8);
    payload[1] = (byte) code;
    System.arraycopy(text, 0, payload, 2, length);
    return frame(FIN | CLOSE, payload);
  }

  private static byte[] frame(int first, byte[] payload) {
    int length = payload.length;
    int header = length <= MOST_CONTROL ? 2 : length <= 0xFFFF ? 4 : 10;
    byte[] frame = new byte[header + length];
    frame[0] = (byte) first;
    if (header == 2) {
      frame[1] = (byte) length;
    } else {
      frame[1] = (byte) (header == 4 ? 126 : 127);
      for (int i = 2, shift = 8 * (header - 3); i < header; i++, shift -= 8) {
        frame[i] = (byte) ((long) length >>> shift);
      }
    }
    System.arraycopy(payload, 0, frame, header, length);
    return frame;
  }

  /** The same frame, masked with {@code key} as those of a client must be. */
  public static byte[] masked(byte[] frame, int key) {
    int header =
        switch (frame[1]) {
          case 126 -> 4;
          case 127 -> 10;
          default -> 2;
        };
    byte[] masked = new byte[frame.length + 4];
    System.arraycopy(frame, 0, masked, 0, header);
    masked[1] |= (byte) 0x80;
    for (int i = 0; i < 4; i++) masked[header + i] = (byte) (key >>> (24 - 8 * i));
    for (int i = header; i < frame.length; i++) {
      masked[i + 4] = (byte) (frame[i] ^ masked[header + ((i - header) & 3)]);
    }
    return masked;
  }

  /** Several frames in one piece. */
  public static byte[] joined(java.util.List<byte[]> frames) {
    if (frames.size() == 1) return frames.getFirst();
    int length = 0;
    for (byte[] frame : frames) length += frame.length;
    byte[] all = Arrays.copyOf(frames.getFirst(), length);
    int at = frames.getFirst().length;
    for (byte[] frame : frames.subList(1, frames.size())) {
      System.arraycopy(frame, 0, all, at, frame.length);
      at += frame.length;
    }
    return all;
  }
}
