package weft.bench.crawl;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** An nginx of its own that serves a folder on a port of the loopback device that was free. */
final class Nginx implements AutoCloseable {
  private static final long START_NANOS = 10_000_000_000L;

  private final Process process;
  final int port;

  private Nginx(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it; its files are in {@code work}. */
  static Nginx start(Path work, Path files) throws IOException {
    int port = freePort();
    Path config = work.resolve("nginx.conf");
    Files.writeString(config, config(work, files, port));
    Process process =
        new ProcessBuilder("nginx", "-p", work.toString(), "-c", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("nginx.out").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy)); // also after Ctrl-C
    var nginx = new Nginx(process, port);
    long end = System.nanoTime() + START_NANOS;
    while (!nginx.answers()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        nginx.close();
        throw new IOException(
            "nginx did not start: " + Files.readString(work.resolve("nginx.out")));
      }
      Thread.onSpinWait();
    }
    return nginx;
  }

  private static String config(Path work, Path files, int port) {
    return """
    daemon off;
    worker_processes 2;
    error_log stderr;
    pid %1$s/nginx.pid;
    events { worker_connections 1024; }
    http {
      types { text/html html; text/plain txt; }
      access_log off;
      sendfile on;
      tcp_nopush on;
      open_file_cache max=20000;
      client_body_temp_path %1$s/body;
      proxy_temp_path %1$s/proxy;
      fastcgi_temp_path %1$s/fastcgi;
      uwsgi_temp_path %1$s/uwsgi;
      scgi_temp_path %1$s/scgi;
      server { listen 127.0.0.1:%3$d; root %2$s; }
    }
    """
        .formatted(work, files, port);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private boolean answers() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port));
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  String url() {
    return "http://127.0.0.1:" + port + "/index.html";
  }

  @Override
  public void close() {
    process.destroy(); // nginx ends its workers itself
    process.onExit().join();
  }
}
