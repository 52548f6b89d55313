package weft.bench.web;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Opens WebSockets for loads: plain channels, blocking until their handshake is done. */
final class Sockets {
  private Sockets() {}

  static SocketChannel connect(int port, String path) throws IOException {
    var channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
    channel.socket().setTcpNoDelay(true);
    String request =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    var answer = new StringBuilder();
    var one = ByteBuffer.allocate(1);
    while (!answer.toString().endsWith("\r\n\r\n")) {
      if (channel.read(one.clear()) < 0) throw new IOException("no answer: " + answer);
      answer.append((char) one.get(0));
    }
    if (!answer.toString().startsWith("HTTP/1.1 101")) throw new IOException(answer.toString());
    return channel;
  }

  /** A masked message of bytes, 125 at most. */
  static ByteBuffer frame(int length) {
    var frame = ByteBuffer.allocate(6 + length);
    frame.put((byte) 0x82).put((byte) (0x80 | length)).put(new byte[] {1, 2, 3, 4});
    return frame.rewind();
  }
}
