package weft.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A forward proxy on loopback: tunnels and plain requests, one a connection, with a password. */
final class ForwardProxy implements AutoCloseable {
  private final ServerSocket socket;
  private final String expected;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /** The first lines of what was asked for. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  /** All names lead to loopback; a proxy that wants no password takes an empty one. */
  ForwardProxy(String expectedCredentials) throws IOException {
    expected = expectedCredentials;
    socket = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (true) {
              Socket client = socket.accept();
              open.add(client);
              Thread.ofVirtual().start(() -> serve(client));
            }
          } catch (IOException _) {
            // closed
          }
        });
  }

  String url(String userInfo) {
    return "http://" + userInfo + "127.0.0.1:" + socket.getLocalPort();
  }

  private void serve(Socket client) {
    try (client) {
      var in = new BufferedInputStream(client.getInputStream());
      String head = head(in);
      String line = head.substring(0, head.indexOf("\r\n"));
      asked.add(line);
      if (!expected.isEmpty() && !head.contains("\r\nProxy-Authorization: " + expected + "\r\n")) {
        say(client, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
        return;
      }
      String[] words = line.split(" ", -1);
      if (words[0].equals("CONNECT")) tunnel(client, in, words[1]);
      else forward(client, in, head, words);
    } catch (IOException _) {
      // either side left
    }
  }

  private void tunnel(Socket client, InputStream in, String to) throws IOException {
    int port = Integer.parseInt(to.substring(to.lastIndexOf(':') + 1));
    try (var server = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
      open.add(server);
      say(client, "HTTP/1.1 200 Connection established\r\nX: y\r\n\r\n");
      pipe(client, in, server);
    }
  }

  private void forward(Socket client, InputStream in, String head, String[] words)
      throws IOException {
    URI uri = URI.create(words[1]);
    try (var server = new Socket(InetAddress.getByName("127.0.0.1"), uri.getPort())) {
      open.add(server);
      String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
      String rest = head.substring(head.indexOf("\r\n"));
      String own =
          rest.replaceAll("\r\nProxy-Authorization: [^\r]*", "")
              .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n")
              .replaceFirst("\r\nConnection: keep-alive", "");
      say(server, words[0] + " " + path + " HTTP/1.1" + own);
      pipe(client, in, server);
    }
  }

  private static void pipe(Socket client, InputStream in, Socket server) throws IOException {
    Thread.ofVirtual()
        .start(() -> {
          try {
            copy(in, server.getOutputStream());
            server.shutdownOutput();
          } catch (IOException _) {
            // either side left
          }
        });
    copy(server.getInputStream(), client.getOutputStream());
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[8192];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
      out.flush();
    }
  }

  private static void say(Socket to, String text) throws IOException {
    to.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) throw new IOException("no request");
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
