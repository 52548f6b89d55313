package weft.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** An nginx of its own that serves a folder on a port of the loopback device that was free. */
public final class Nginx implements AutoCloseable {
  private static final long START_NANOS = 10_000_000_000L;
  private static final String CONFIGURATION =
      """
      daemon off;
      %1$s
      worker_processes %2$d;
      pid nginx.pid;
      error_log stderr error;
      events { worker_connections 2048; }
      http {
        access_log off;
        %3$s
        client_body_temp_path body;
        proxy_temp_path proxy;
        fastcgi_temp_path fastcgi;
        uwsgi_temp_path uwsgi;
        scgi_temp_path scgi;
        server { listen 127.0.0.1:%4$d backlog=1024; root %5$s; }
      }
      """;

  private final Scratch work;
  private final Process process;
  private final int port;

  private Nginx(Scratch work, Process process, int port) {
    this.work = work;
    this.process = process;
    this.port = port;
  }

  /** Starts it with so many workers, and with these directives for its {@code http} block. */
  public static Nginx start(Path files, int workers, String directives) throws IOException {
    var work = Scratch.create("weft-nginx");
    int port = freePort();
    boolean root = System.getProperty("user.name").equals("root"); // whose files nobody else reads
    Files.writeString(
        work.folder().resolve("nginx.conf"),
        CONFIGURATION.formatted(root ? "user root;" : "", workers, directives, port, files));
    Path said = work.folder().resolve("nginx.out");
    Process process =
        new ProcessBuilder("nginx", "-p", work.folder().toString(), "-c", "nginx.conf")
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy)); // also after Ctrl-C
    var nginx = new Nginx(work, process, port);
    long end = System.nanoTime() + START_NANOS;
    while (!nginx.accepts()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        String why = Files.readString(said);
        nginx.close();
        throw new IOException("nginx did not start: " + why);
      }
      Thread.onSpinWait();
    }
    return nginx;
  }

  private static int freePort() throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private boolean accepts() {
    try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /** Where a file of the folder is. */
  public String url(String file) {
    return "http://127.0.0.1:" + port + "/" + file;
  }

  @Override
  public void close() throws IOException {
    process.destroy(); // nginx ends its workers itself
    process.onExit().join();
    work.close();
  }
}
