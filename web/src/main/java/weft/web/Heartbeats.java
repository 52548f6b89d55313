package weft.web;

import static weft.Weft.sleep;

import java.time.Duration;
import java.util.Set;

/** Looks after all WebSockets of a server, once a second. */
final class Heartbeats {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private Heartbeats() {}

  static void run(Set<WebSocket> sockets) {
    while (true) {
      sleep(PERIOD);
      for (var socket : sockets) socket.link().tick();
    }
  }
}
