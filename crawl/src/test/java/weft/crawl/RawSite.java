package weft.crawl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A site that answers with the bytes a test gives, HTTP or not. */
final class RawSite implements AutoCloseable {
  private final ServerSocket socket;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /** Answers each path; may close each connection after an answer, and says nothing of it. */
  RawSite(Function<String, byte[]> answers, boolean closing) throws IOException {
    socket = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (true) {
              Socket connection = socket.accept();
              open.add(connection);
              Thread.ofVirtual().start(() -> serve(connection, answers, closing));
            }
          } catch (IOException _) {
            // closed
          }
        });
  }

  String url(String path) {
    return "http://127.0.0.1:" + socket.getLocalPort() + path;
  }

  private static void serve(Socket connection, Function<String, byte[]> answers, boolean closing) {
    try (connection) {
      var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String path = line.split(" ", -1)[1];
        while (!in.readLine().isEmpty()) {}
        connection.getOutputStream().write(answers.apply(path));
        if (closing) return;
      }
    } catch (IOException | RuntimeException _) {
      // the crawler left
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket connection : open) connection.close();
  }
}
