package weft.bench.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * {@code Servers NAME} runs a server that is measured, on a free port that it says in its first
 * line. All of them, and those in {@code bench/peers}, have
 *
 * <ul>
 *   <li>{@code /member}: a WebSocket that hears the broadcasts;
 *   <li>{@code /control}: a message there makes a broadcast of 100 bytes: the time, and zeros;
 *   <li>{@code /socket}: a WebSocket that echoes;
 *   <li>{@code GET /json}: <code>{"message":"hello"}</code>;
 *   <li>{@code POST /item}: a small JSON object, read and written again.
 * </ul>
 */
public final class Servers {
  private Servers() {}

  /** What {@code /json} answers. */
  record Greeting(String message) {}

  /** What {@code /item} takes and gives. */
  record Item(String name, int count) {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "weft" -> WeftServer.run();
      case "jetty" -> JettyServer.run();
      case "vertx" -> VertxServer.run();
      case "helidon" -> HelidonServer.run();
      default -> throw new IllegalArgumentException("no server: " + args[0]);
    }
  }

  static ByteBuffer message() {
    var message = ByteBuffer.allocate(BroadcastClients.BYTES);
    message.putLong(0, System.nanoTime());
    return message;
  }

  /**
   * Says the port, and then, for each line that comes, how many bytes of the heap are used after a
   * collection and how many platform threads there are.
   */
  static void answer(int port) {
    System.out.println(port);
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try (var in = new BufferedReader(new InputStreamReader(System.in))) {
            while (in.readLine() != null) {
              System.out.println(heap() + " " + Thread.getAllStackTraces().size());
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) System.gc();
    var runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
