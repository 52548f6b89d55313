package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.run;
import static weft.Weft.scope;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Promise;

/** Who hears what: all that was said between one's joining and leaving, and nothing else. */
@Timeout(120)
class RoomOrderTest {
  private static byte[] together(String... texts) {
    var all = new ByteArrayOutputStream();
    for (String text : texts) {
      all.writeBytes(RawWebSocket.frame(RawWebSocket.FIN | RawWebSocket.TEXT, text));
    }
    return all.toByteArray();
  }

  @Test
  void whoReturnsRightAfterABroadcastHearsIt() throws Exception {
    var room = new Rooms().get("a");
    var routes =
        new Routes()
            .webSocket(
                "/a",
                socket -> {
                  var _ = room.join(socket, "ann"); // leaves by itself
                  String text = socket.texts().first();
                  Tests.until(Inbox::hasMore); // so that a task writes
                  room.broadcast(text);
                });
    run(() ->
        Web.server(routes)
            .serve(server -> {
              for (int n = 0; n < 200; n++) {
                try (var client = new RawWebSocket(server.port(), "/a")) {
                  client.send(together("last " + n, "unread"));
                  assertThat(client.next().text()).isEqualTo("last " + n);
                  assertThat(client.next().closeCode()).isEqualTo(1000);
                }
              }
              assertThat(room.members()).isEmpty();
            }));
  }

  /** One speaks as fast as may be; a member tells its client when it comes and goes. */
  @Test
  void aMemberHearsWhatIsSaidBetweenItsComingAndItsGoing() throws Exception {
    var room = new Rooms().get("a");
    var said = new AtomicLong();
    var options = WebSocketOptions.defaults().slow(SlowPolicy.DISCONNECT, 1_000_000);
    int stays = 2_000;
    var routes =
        new Routes()
            .webSocket(
                "/a",
                options,
                socket -> {
                  for (int n = 0; n < stays; n++) {
                    socket.send("comes after " + said.get());
                    try (var _ = room.join(socket, "ann")) {
                      for (int i = n % 50; i > 0; i--) Thread.yield();
                    } finally {
                      socket.send("goes");
                    }
                  }
                });
    run(() ->
        Web.server(routes)
            .serve(server -> {
              scope(s -> {
                var talk =
                    s.background(
                        "speaker",
                        () -> {
                          while (true) {
                            room.broadcast("" + (said.get() + 1));
                            said.incrementAndGet();
                            if (said.get() % 64 == 0)
                              weft.Weft.sleep(java.time.Duration.ofMillis(1));
                          }
                        });
                assertThat(talk).isNotNull();
                try (var client = new RawWebSocket(server.port(), "/a")) {
                  assertThat(violations(client, stays)).isZero();
                }
              });
            }));
  }

  private static int violations(RawWebSocket client, int stays) throws IOException {
    int violations = 0;
    long after = -1;
    long last = -1;
    for (int gone = 0; gone < stays; ) {
      String text = client.next().text();
      if (text.startsWith("comes")) {
        after = Long.parseLong(text.substring("comes after ".length()));
        last = -1;
      } else if (text.equals("goes")) {
        after = -1;
        gone++;
      } else {
        long n = Long.parseLong(text);
        boolean right = after >= 0 && n > after && (last < 0 || n == last + 1);
        if (!right) violations++;
        last = n;
      }
    }
    return violations;
  }

  /** Frames that only wait until another thread has written are no sign of a slow client. */
  @Test
  void whoReadsIsNotTooSlowHoweverShortTheQueue() throws Exception {
    var room = new Rooms().get("a");
    var options = WebSocketOptions.defaults().slow(SlowPolicy.DISCONNECT, 4);
    int bursts = 100;
    var routes =
        new Routes()
            .webSocket(
                "/a",
                options,
                socket -> {
                  try (var _ = room.join(socket, "ann")) {
                    socket.texts().forEach(room::broadcast);
                  }
                });
    var ready = new AtomicInteger();
    run(() ->
        Web.server(routes)
            .serve(server -> {
              scope(s -> {
                for (int i = 0; i < 3; i++) {
                  s.start(() -> {
                    try (var client = new RawWebSocket(server.port(), "/a")) {
                      Tests.until(() -> room.members().size() == 3);
                      ready.incrementAndGet();
                      Tests.until(() -> ready.get() == 3);
                      var sender =
                          s.start(() -> {
                            var texts = new String[64];
                            java.util.Arrays.fill(texts, "x");
                            for (int n = 0; n < bursts; n++) client.send(together(texts));
                          });
                      for (int n = 0; n < 3 * bursts * 64; n++) {
                        assertThat(client.next().opcode()).isEqualTo(RawWebSocket.TEXT);
                      }
                      var _ = sender.await();
                      ready.incrementAndGet();
                      Tests.until(() -> ready.get() == 6);
                    }
                  });
                }
              });
            }));
  }

  /** Else one on a slow line would be sent away, come back to the history, and so on for ever. */
  @Test
  void aHistoryThatIsLongerThanTheQueueIsNoSlowness() throws Exception {
    int length = 1_000;
    var room = new Rooms(length).get("a");
    for (int n = 0; n < length; n++) room.broadcast(new byte[20_000]);
    var routes =
        new Routes()
            .webSocket(
                "/a",
                socket -> {
                  try (var _ = room.join(socket, "ann")) {
                    socket.messages().drain();
                  }
                });
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var client = new RawWebSocket(server.port(), "/a")) {
                Tests.until(() -> !room.members().isEmpty());
                room.broadcast("now");
                for (int n = 0; n < length; n++) {
                  assertThat(client.next().opcode()).isEqualTo(RawWebSocket.BINARY);
                }
                assertThat(client.next().text()).isEqualTo("now");
              }
            }));
  }

  /** A client that joins again and again, and doesn't read, may not make the queue grow. */
  @Test
  void whoJoinsWaitsForASlowClient() throws Exception {
    var room = new Rooms(50).get("a");
    for (int n = 0; n < 50; n++) room.broadcast(new byte[60_000]);
    var joined = new AtomicInteger();
    var socketOf = new Promise<WebSocket>();
    var routes =
        new Routes()
            .webSocket(
                "/a",
                socket -> {
                  socketOf.complete(socket);
                  while (true) {
                    room.join(socket, "ann").close();
                    joined.incrementAndGet();
                  }
                });
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var client = new RawWebSocket(server.port(), "/a")) {
                assertThat(client.reply.status()).isEqualTo(101);
                var socket = socketOf.await();
                var outbox = socket.link().outbox();
                Tests.until(() -> outbox.bytes() >= Outbox.MOST_BYTES);
                int before = joined.get();
                for (int n = 0; n < 50 * 50; n++) client.next();
                Tests.until(() -> joined.get() > before);
                assertThat(socket.waiting()).isLessThan(Outbox.MOST_BYTES / 60_000 + 51);
              }
            }));
  }

  @Test
  void whoHasARoomThatWasForgottenIsInTheSameAsThoseWhoComeLater() {
    var rooms = new Rooms(0, 1);
    var held = new ArrayList<Room>();
    for (int n = 0; n < 100; n++) held.add(rooms.get("" + n));
    for (int n = 0; n < 100; n++) assertThat(rooms.get("" + n)).isSameAs(held.get(n));
  }
}
