package weft.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A WebSocket server on loopback that says, frame by frame, what a test wants to have said. */
final class SocketServer implements AutoCloseable {
  interface Handler {
    void handle(Peer peer) throws Exception;
  }

  /** A frame: its first byte, and what it carries, unmasked. */
  record Frame(int first, String text) {
    int operation() {
      return first & 0x0f;
    }

    boolean last() {
      return (first & 0x80) != 0;
    }
  }

  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final String headers;
  final List<String> handshakes = new CopyOnWriteArrayList<>();

  SocketServer(Handler handler) throws IOException {
    this("", handler);
  }

  /** One that answers the handshake with more headers, each with its end of line. */
  SocketServer(String headers, Handler handler) throws IOException {
    this.headers = headers;
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (true) {
              Socket connection = socket.accept();
              open.add(connection);
              Thread.ofVirtual().start(() -> serve(connection, handler));
            }
          } catch (IOException _) {
            // closed
          }
        });
  }

  /** One connection, after its handshake. */
  static final class Peer {
    private final DataInputStream in;
    private final OutputStream out;

    private Peer(DataInputStream in, OutputStream out) {
      this.in = in;
      this.out = out;
    }

    Frame read() throws IOException {
      int first = in.readUnsignedByte();
      int second = in.readUnsignedByte();
      int length = second & 0x7f;
      if (length == 126) length = in.readUnsignedShort();
      else if (length == 127) length = Math.toIntExact(in.readLong());
      if (second < 0x80) throw new IOException("a frame is not masked");
      byte[] mask = in.readNBytes(4);
      byte[] data = in.readNBytes(length);
      for (int i = 0; i < data.length; i++) data[i] ^= mask[i % 4];
      return new Frame(first, new String(data, ISO_8859_1));
    }

    void write(int operation, boolean last, String latin) throws IOException {
      byte[] data = latin.getBytes(ISO_8859_1);
      out.write((last ? 0x80 : 0) | operation);
      if (data.length < 126) {
        out.write(data.length);
      } else if (data.length <= 0xffff) {
        out.write(new byte[] {126, (byte) (data.length >> 8), (byte) data.length});
      } else {
        out.write(127);
        out.write(ByteBuffer.allocate(8).putLong(data.length).array());
      }
      out.write(data);
      out.flush();
    }

    void raw(byte[] bytes) throws IOException {
      out.write(bytes);
    }

    void close(int code, String reason) throws IOException {
      write(CLOSE, true, "" + (char) (code >> 8) + (char) (code & 0xff) + reason);
    }
  }

  String url() {
    return "ws://127.0.0.1:" + socket.getLocalPort() + "/chat";
  }

  private void serve(Socket connection, Handler handler) {
    try (connection) {
      var in = new DataInputStream(connection.getInputStream());
      var head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) head.append((char) in.readUnsignedByte());
      handshakes.add(head.toString());
      String key = head.toString().replaceFirst("(?s).*Sec-WebSocket-Key: (\\S+).*", "$1");
      byte[] accept =
          MessageDigest.getInstance("SHA-1")
              .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(UTF_8));
      String chosen =
          head.indexOf("Sec-WebSocket-Protocol") < 0 ? "" : "Sec-WebSocket-Protocol: second\r\n";
      connection
          .getOutputStream()
          .write(
              ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                      + chosen
                      + headers
                      + "Sec-WebSocket-Accept: "
                      + Base64.getEncoder().encodeToString(accept)
                      + "\r\n\r\n")
                  .getBytes(UTF_8));
      handler.handle(new Peer(in, connection.getOutputStream()));
    } catch (Exception _) {
      // the client left, or the test is over
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket connection : open) connection.close();
  }
}
