package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.run;
import static weft.Weft.scope;
import static weft.Weft.shield;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.Promise;
import weft.channel.Channel;

/** What is said by those who have more to say, and so leave the writing to a task. */
@Timeout(120)
class RoomBatchesTest {
  private static final int ROUNDS = 500;
  private static final int SPEAKERS = 4;
  private static final int EACH = 300;
  private static final int LISTENERS = 8;

  private static WebSocketHandler listening(Rooms rooms) {
    return socket -> {
      try (var _ = rooms.get("a").join(socket, "listener")) {
        socket.messages().drain();
      }
    };
  }

  private static RawWebSocket listener(WebServer server, Room room) throws Exception {
    int before = room.members().size();
    var client = new RawWebSocket(server.port(), "/listen");
    Tests.until(() -> room.members().size() > before);
    return client;
  }

  /** The frames of texts, to be sent in one write. */
  private static byte[] together(List<String> texts) {
    var all = new ByteArrayOutputStream();
    for (var text : texts) {
      all.writeBytes(RawWebSocket.frame(RawWebSocket.FIN | RawWebSocket.TEXT, text));
    }
    return all.toByteArray();
  }

  @Test
  void isHeardAlthoughTheSpeakerWaitsWithTheNextMessageUnread() throws Exception {
    var rooms = new Rooms();
    var heard = Channel.<String>rendezvous();
    var routes =
        new Routes()
            .webSocket("/listen", listening(rooms))
            .webSocket(
                "/speak",
                socket ->
                    socket
                        .texts()
                        .filter(text -> !text.equals("more"))
                        .forEach(text -> {
                          Tests.until(Inbox::hasMore);
                          rooms.get("a").broadcast(text);
                          assertThat(heard.receive()).isEqualTo(text);
                        }));
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var listener = listener(server, rooms.get("a"));
                  var speaker = new RawWebSocket(server.port(), "/speak")) {
                for (int n = 0; n < ROUNDS; n++) {
                  speaker.send(together(List.of("" + n, "more")));
                  String text = listener.next().text();
                  assertThat(text).isEqualTo("" + n);
                  heard.send(text);
                }
              }
            }));
  }

  /** Some speak in bursts, some come in between: each hears all, once, in the one order. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void allHearOneOrderWhateverTheBursts(long seed) throws Exception {
    var rooms = new Rooms(SPEAKERS * EACH);
    var options = WebSocketOptions.defaults().slow(SlowPolicy.DISCONNECT, SPEAKERS * EACH);
    var routes =
        new Routes()
            .webSocket("/listen", options, listening(rooms))
            .webSocket("/speak", socket -> socket.messages().forEach(rooms.get("a")::broadcast));
    var heard = new ConcurrentHashMap<Integer, List<String>>();
    var progress = new AtomicInteger();
    run(() ->
        Web.server(routes)
            .serve(server -> {
              scope(s -> {
                for (int i = 0; i < LISTENERS; i++) {
                  int me = i;
                  int from = me == 0 ? 0 : new Random(seed * 100 + me).nextInt(SPEAKERS * EACH);
                  s.start(() -> {
                    Tests.until(() -> progress.get() >= from);
                    try (var client = new RawWebSocket(server.port(), "/listen")) {
                      var all = new ArrayList<String>();
                      while (all.size() < SPEAKERS * EACH) {
                        all.add(client.next().text());
                        if (me == 0) progress.incrementAndGet();
                      }
                      heard.put(me, all);
                    }
                  });
                }
                for (int i = 0; i < SPEAKERS; i++) {
                  int me = i;
                  s.start(() -> speak(server, me, new Random(seed * 1_000 + me), progress));
                }
              });
            }));
    assertThat(heard).hasSize(LISTENERS);
    assertThat(heard.values()).allSatisfy(all -> assertThat(all).isEqualTo(heard.get(0)));
    for (int i = 0; i < SPEAKERS; i++) {
      String prefix = i + ":";
      assertThat(heard.get(0).stream().filter(text -> text.startsWith(prefix)))
          .containsExactlyElementsOf(texts(i, 0, EACH));
    }
  }

  private static void speak(WebServer server, int me, Random random, AtomicInteger progress)
      throws Exception {
    try (var client = new RawWebSocket(server.port(), "/speak")) {
      for (int said = 0; said < EACH; ) {
        int burst = Math.min(1 + random.nextInt(20), EACH - said);
        client.send(together(texts(me, said, said + burst)));
        said += burst;
      }
      Tests.until(
          () -> progress.get() == SPEAKERS * EACH); // one who leaves at once isn't heard out
    }
  }

  private static List<String> texts(int speaker, int from, int to) {
    var texts = new ArrayList<String>();
    for (int n = from; n < to; n++) texts.add(speaker + ":" + n);
    return texts;
  }

  private static void sayAtTheEnd(Room room, Promise<Boolean> ready) {
    try {
      Tests.until(Inbox::hasMore);
      ready.complete(true);
      new Promise<Boolean>().await();
    } finally {
      shield(() -> room.broadcast("last words"));
    }
  }

  /** The task that is to write is cancelled before it begins: the room goes on all the same. */
  @Test
  void isHeardAlthoughTheServerWhoseTaskIsToWriteIsCancelled() throws Exception {
    var rooms = new Rooms();
    var room = rooms.get("a");
    var ready = new Promise<Boolean>();
    var dying =
        new Routes()
            .webSocket(
                "/speak",
                socket -> {
                  try (var _ = room.join(socket, "speaker")) {
                    sayAtTheEnd(room, ready);
                  }
                });
    run(() ->
        Web.server(new Routes().webSocket("/listen", listening(rooms)))
            .serve(server -> {
              RawWebSocket[] listener = {null};
              Web.server(dying)
                  .closeWithin(Duration.ofMillis(1))
                  .serve(other -> {
                    var _ = new RawWebSocket(other.port(), "/speak").text("unread");
                    var _ = ready.await();
                    listener[0] = listener(server, room);
                  });
              try (var hears = listener[0]) {
                assertThat(hears.next().text()).isEqualTo("last words");
                room.broadcast("and life goes on");
                assertThat(hears.next().text()).isEqualTo("and life goes on");
              }
            }));
  }
}
