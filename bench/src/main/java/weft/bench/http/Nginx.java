package weft.bench.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** An nginx of its own, with one page of a kilobyte. */
public final class Nginx implements AutoCloseable {
  private static final String CONFIGURATION =
      """
      daemon off;
      worker_processes 1;
      pid nginx.pid;
      error_log stderr error;
      events { worker_connections 2048; }
      http {
        access_log off;
        keepalive_requests 1000000000;
        client_body_temp_path body;
        proxy_temp_path proxy;
        fastcgi_temp_path fastcgi;
        uwsgi_temp_path uwsgi;
        scgi_temp_path scgi;
        server {
          listen 127.0.0.1:%d backlog=1024;
          root .;
        }
      }
      """;

  private final Path folder;
  private final Process process;
  private final int port;

  public Nginx() throws IOException, InterruptedException {
    folder = Files.createTempDirectory("weft-nginx");
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String configuration = CONFIGURATION.replace("root .", "root " + folder);
    if (System.getProperty("user.name").equals("root"))
      configuration = "user root;\n" + configuration;
    Files.writeString(folder.resolve("nginx.conf"), configuration.formatted(port));
    Files.writeString(folder.resolve("page.html"), "warp and weft ".repeat(73));
    process =
        new ProcessBuilder("nginx", "-p", folder.toString(), "-c", "nginx.conf")
            .inheritIO()
            .start();
    while (!accepts()) {
      if (!process.isAlive()) throw new IOException("nginx doesn't start");
      Thread.onSpinWait();
    }
  }

  private boolean accepts() {
    try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Where the page is. */
  public String url() {
    return "http://127.0.0.1:" + port + "/page.html";
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    process.onExit().join();
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    }
  }

  /** Prints the URL of a server that lives until the standard input ends. */
  static void main() throws IOException, InterruptedException {
    try (var nginx = new Nginx()) {
      IO.println(nginx.url());
      while (System.in.read() >= 0) {}
    }
  }
}
