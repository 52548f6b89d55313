package weft.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that says, byte for byte, what a test wants to have said. */
final class TestServer implements AutoCloseable {
  /** Answers one request; false ends the connection. */
  interface Answer {
    boolean give(String request, OutputStream out) throws Exception;
  }

  private final ServerSocket socket;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  final List<String> requests = new CopyOnWriteArrayList<>();
  final AtomicInteger connections = new AtomicInteger();

  TestServer(Answer answer) throws IOException {
    this(InetAddress.getByName("127.0.0.1"), answer);
  }

  TestServer(InetAddress address, Answer answer) throws IOException {
    socket = new ServerSocket(0, 100, address);
    Thread.ofVirtual().start(() -> accept(answer));
  }

  static Answer always(String head, byte[] body) {
    return (_, out) -> {
      out.write(head.replace("\n", "\r\n").getBytes(ISO_8859_1));
      out.write(body);
      out.flush();
      return true;
    };
  }

  static TestServer ok(String headers, byte[] body) throws IOException {
    String head = "HTTP/1.1 200 OK\nContent-Length: " + body.length + "\n" + headers + "\n";
    return new TestServer(always(head, body));
  }

  String url(String path) {
    return "http://" + socket.getInetAddress().getHostAddress() + ":" + port() + path;
  }

  int port() {
    return socket.getLocalPort();
  }

  private void accept(Answer answer) {
    try {
      while (true) {
        Socket connection = socket.accept();
        connections.incrementAndGet();
        open.add(connection);
        Thread.ofVirtual().start(() -> serve(connection, answer));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void serve(Socket connection, Answer answer) {
    try (connection) {
      var in = new BufferedInputStream(connection.getInputStream());
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        requests.add(head);
        if (!answer.give(head, connection.getOutputStream())) return;
      }
    } catch (Exception _) {
      // the client left, or the test is over
    }
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) return "";
      head.append((char) c);
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket connection : open) connection.close();
  }
}
