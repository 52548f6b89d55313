package weft.bench.web;

import static weft.bench.Told.tell;

import java.io.IOException;

/**
 * {@code BroadcastLoad PORT CLIENTS OUTSTANDING SECONDS}: broadcasts of 100 bytes to many
 * WebSockets, so many on their way as are said; the next is sent when one has arrived everywhere.
 * Tells deliveries a second, and how long they take from the call of broadcast to the read.
 */
public final class BroadcastLoad {
  private BroadcastLoad() {}

  public static void main(String[] args) throws IOException {
    int outstanding = Integer.parseInt(args[2]);
    int seconds = Integer.parseInt(args[3]);
    try (var clients = new BroadcastClients(Integer.parseInt(args[0]), Integer.parseInt(args[1]))) {
      WarmUp.run(seconds, piece -> clients.run(outstanding, piece).perSecond());
      var result = clients.run(outstanding, seconds);
      tell("deliveries/s", result.perSecond());
      tell("p50", result.median());
      tell("p99", result.p99());
    }
  }
}
