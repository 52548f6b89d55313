package weft.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * Broadcasts of 100 bytes to many WebSockets: deliveries a second and their latency, from the call
 * of broadcast to the client's read. The server runs in a process of its own, the clients in this
 * one; so many messages are outstanding as are said, and the next is sent when one has arrived
 * everywhere.
 *
 * <p>{@code Broadcasts [clients] [rounds]} compares; {@code Broadcasts idle [clients]} tells what
 * an idle connection costs the server.
 */
public final class Broadcasts {
  private static final int WARM_UP_SECONDS = 4;
  private static final int SECONDS = 4;
  private static final List<String> SERVERS = List.of("weft", "jetty");

  private Broadcasts() {}

  public static void main(String[] args) throws Exception {
    if (args.length == 2 && args[0].equals("server")) {
      BroadcastServers.serve(args[1]);
    } else if (args.length > 0 && args[0].equals("idle")) {
      idle(args.length > 1 ? Integer.parseInt(args[1]) : 1_000);
    } else {
      int clients = args.length > 0 ? Integer.parseInt(args[0]) : 1_000;
      compare(clients, args.length > 1 ? Integer.parseInt(args[1]) : 3);
    }
    System.exit(0);
  }

  private static void compare(int clients, int rounds) throws Exception {
    var results = new TreeMap<String, List<BroadcastClients.Result>>();
    for (int round = 0; round < rounds; round++) {
      for (var name : SERVERS) {
        try (var server = new Server(name);
            var all = new BroadcastClients(server.port, clients)) {
          for (int outstanding : new int[] {1, 8}) {
            all.run(outstanding, WARM_UP_SECONDS);
            results
                .computeIfAbsent(name + ", " + outstanding + " outstanding", _ -> new ArrayList<>())
                .add(all.run(outstanding, SECONDS));
          }
        }
      }
    }
    System.out.printf("%,d clients, medians of %d%n", clients, rounds);
    System.out.printf("%-24s %14s %10s %10s%n", "", "deliveries/s", "p50 ms", "p99 ms");
    results.forEach((name, all) ->
        System.out.printf(
            "%-24s %,14.0f %10.1f %10.1f%n",
            name,
            median(all.stream().mapToDouble(BroadcastClients.Result::perSecond).toArray()),
            median(all.stream().mapToDouble(BroadcastClients.Result::median).toArray()),
            median(all.stream().mapToDouble(BroadcastClients.Result::p99).toArray())));
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static void idle(int clients) throws Exception {
    for (var name : SERVERS) {
      try (var server = new Server(name)) {
        try (var some = new BroadcastClients(server.port, 50)) {
          some.run(1, 1); // what a first use loads
        }
        long before = server.heap();
        try (var all = new BroadcastClients(server.port, clients)) {
          all.run(1, 1);
          System.out.printf(
              "%s: %,d bytes of heap for each of %,d idle connections%n",
              name, (server.heap() - before) / clients, clients);
        }
      }
    }
  }

  /** A server in a process of its own. */
  private static final class Server implements AutoCloseable {
    final int port;
    private final Process process;
    private final java.io.BufferedReader out;

    Server(String name) throws IOException {
      var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      process =
          new ProcessBuilder(
                  java,
                  "-Xmx1g",
                  "--add-opens=java.base/java.lang=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Broadcasts.class.getName(),
                  "server",
                  name)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      out = process.inputReader();
      port = Integer.parseInt(out.readLine());
    }

    /** What is used after a collection. */
    long heap() throws IOException {
      process.outputWriter().write("heap\n");
      process.outputWriter().flush();
      return Long.parseLong(out.readLine());
    }

    @Override
    public void close() throws InterruptedException {
      process.destroy();
      if (!process.waitFor(java.time.Duration.ofSeconds(20))) process.destroyForcibly();
    }
  }

  static ByteBuffer message() {
    var message = ByteBuffer.allocate(BroadcastClients.BYTES);
    message.putLong(0, System.nanoTime());
    return message;
  }
}
