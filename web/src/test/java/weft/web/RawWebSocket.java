package weft.web;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client that sends frames as it is told, right or wrong. */
final class RawWebSocket implements AutoCloseable {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;
  static final int FIN = 0x80;

  final RawHttp http;
  final RawHttp.Reply reply;
  private final DataInputStream in;

  record Frame(int first, byte[] payload) {
    int opcode() {
      return first & 0x0F;
    }

    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }

    int closeCode() {
      return payload.length < 2 ? 1005 : (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
    }

    String closeReason() {
      return payload.length < 2
          ? ""
          : new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return Integer.toHexString(first)
          + ":"
          + (opcode() == CLOSE ? closeCode() + closeReason() : text());
    }
  }

  RawWebSocket(int port, String target, String... headers) throws IOException {
    this(new Socket("127.0.0.1", port), target, headers);
  }

  RawWebSocket(Socket socket, String target, String... headers) throws IOException {
    http = new RawHttp(socket);
    var all = new ArrayList<>(List.of(headers));
    all.addAll(handshake());
    http.request("GET", target, "", all.toArray(String[]::new));
    reply = http.reply();
    in = new DataInputStream(http.in());
  }

  static List<String> handshake() {
    return List.of(
        "Upgrade: websocket",
        "Connection: keep-alive, Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
  }

  static byte[] frame(int first, byte[] payload) {
    return frame(
        first, payload, payload.length <= 125 ? 0 : payload.length <= 0xFFFF ? 2 : 8, true);
  }

  static byte[] frame(int first, String payload) {
    return frame(first, payload.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] frame(int first, byte[] payload, int lengthBytes, boolean masked) {
    var out = new ByteArrayOutputStream();
    out.write(first);
    int mask = masked ? 0x80 : 0;
    out.write(mask | (lengthBytes == 0 ? payload.length : lengthBytes == 2 ? 126 : 127));
    for (int i = lengthBytes - 1; i >= 0; i--) out.write((int) ((long) payload.length >>> (8 * i)));
    byte[] key = {0x12, (byte) 0xA3, 0x74, (byte) 0xE5};
    if (masked) out.writeBytes(key);
    for (int i = 0; i < payload.length; i++)
      out.write(masked ? payload[i] ^ key[i & 3] : payload[i]);
    return out.toByteArray();
  }

  static byte[] closing(int code, String reason) {
    var payload = new ByteArrayOutputStream();
    payload.write(code >> 8);
    payload.write(code);
    payload.writeBytes(reason.getBytes(StandardCharsets.UTF_8));
    return frame(FIN | CLOSE, payload.toByteArray());
  }

  RawWebSocket send(byte[] bytes) throws IOException {
    http.send(bytes);
    return this;
  }

  RawWebSocket send(int first, String payload) throws IOException {
    return send(frame(first, payload));
  }

  RawWebSocket text(String text) throws IOException {
    return send(FIN | TEXT, text);
  }

  Frame next() throws IOException {
    int first = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    if ((second & 0x80) != 0) throw new IOException("the server masks");
    int length = second & 0x7F;
    if (length == 126) length = in.readUnsignedShort();
    else if (length == 127) length = (int) in.readLong();
    byte[] payload = new byte[length];
    in.readFully(payload);
    return new Frame(first, payload);
  }

  /** All frames until the connection ends. */
  List<Frame> rest() throws IOException {
    var frames = new ArrayList<Frame>();
    try {
      while (true) frames.add(next());
    } catch (EOFException e) {
      return frames;
    }
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
