package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.Weft.run;
import static weft.Weft.scope;
import static weft.web.RawWebSocket.closing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Promise;

@Timeout(120)
class RoomsTest {
  /** Who connects is in the room, under the name that the path says. */
  private static Routes routes(Rooms rooms, WebSocketOptions options) {
    return new Routes()
        .webSocket(
            "/{room}/{name}",
            options,
            socket -> {
              var request = socket.request();
              var room = rooms.get(request.pathValue("room"));
              try (var _ = room.join(socket, request.pathValue("name"))) {
                socket.messages().forEach(room::broadcast);
              }
            });
  }

  private static Routes routes(Rooms rooms) {
    return routes(rooms, WebSocketOptions.defaults());
  }

  private static RawWebSocket join(WebServer server, Rooms rooms, String room, String name)
      throws Exception {
    var client = new RawWebSocket(server.port(), "/" + room + "/" + name);
    Tests.until(() -> rooms.get(room).members().contains(name));
    return client;
  }

  @Test
  void allHearTheSameInTheSameOrder() throws Exception {
    var rooms = new Rooms();
    run(() ->
        Web.server(routes(rooms))
            .serve(server -> {
              var clients = new ArrayList<RawWebSocket>();
              for (int i = 0; i < 10; i++) clients.add(join(server, rooms, "a", "c" + i));
              var other = join(server, rooms, "b", "alone");
              var heard = new ConcurrentHashMap<Integer, List<String>>();
              scope(s -> {
                for (int i = 0; i < 10; i++) {
                  int me = i;
                  s.start(() -> {
                    for (int n = 0; n < 200; n++) clients.get(me).text(me + ":" + n);
                  });
                  s.start(() -> {
                    var all = new ArrayList<String>();
                    for (int n = 0; n < 2_000; n++) all.add(clients.get(me).next().text());
                    heard.put(me, all);
                  });
                }
              });
              for (int i = 1; i < 10; i++) assertThat(heard.get(i)).isEqualTo(heard.get(0));
              for (int i = 0; i < 10; i++) { // each speaker in its own order
                String prefix = i + ":";
                assertThat(heard.get(0).stream().filter(text -> text.startsWith(prefix)))
                    .containsExactlyElementsOf(
                        IntStream.range(0, 200).mapToObj(n -> prefix + n).toList());
              }
              assertThat(other.text("only me").next().text()).isEqualTo("only me");
              other.close();
              for (var client : clients) client.close();
            }));
  }

  @Test
  void presenceFollowsThoseWhoComeAndGo() throws Exception {
    var rooms = new Rooms();
    run(() ->
        Web.server(routes(rooms))
            .serve(server -> {
              var ann = join(server, rooms, "a", "ann");
              var bob = join(server, rooms, "a", "bob");
              assertThat(rooms.get("a").members()).containsExactly("ann", "bob");
              assertThat(rooms.get("a").presence().first()).containsExactly("ann", "bob");
              ann.send(closing(1000, ""));
              assertThat(rooms.get("a").presence().firstOrEmpty(names -> names.size() == 1))
                  .hasValue(List.of("bob"));
              bob.http.reset();
              ann.close();
              Tests.until(() -> rooms.get("a").members().isEmpty());
            }));
  }

  @Test
  void whoComesLaterGetsTheHistoryAndThenTheRestNothingTwiceAndNothingMissing() throws Exception {
    var rooms = new Rooms(1_000);
    run(() ->
        Web.server(routes(rooms, WebSocketOptions.defaults().slow(SlowPolicy.DISCONNECT, 5_000)))
            .serve(server -> {
              var speaker = join(server, rooms, "a", "speaker");
              scope(s -> {
                s.start(() -> {
                  for (int n = 0; n < 2_000; n++) speaker.next();
                });
                s.start(() -> {
                  for (int n = 0; n < 2_000; n++) speaker.text("" + n);
                });
                for (int i = 0; i < 20; i++) {
                  int me = i;
                  s.start(() -> {
                    try (var client = join(server, rooms, "a", "c" + me)) {
                      int last = Integer.parseInt(client.next().text());
                      while (last < 1_999) {
                        int next = Integer.parseInt(client.next().text());
                        assertThat(next).isEqualTo(last + 1);
                        last = next;
                      }
                    }
                  });
                }
              });
              try (var late = join(server, rooms, "a", "late")) {
                assertThat(late.next().text()).isEqualTo("1000"); // a thousand are kept
                speaker.close();
              }
            }));
  }

  private static final byte[] BIG = new byte[60_000];

  /** One who doesn't read, and one who does, and what becomes of both. */
  private static void slow(SlowPolicy policy, SlowCase body) throws Exception {
    var rooms = new Rooms();
    var options = WebSocketOptions.defaults().slow(policy, 100);
    run(() ->
        Web.server(routes(rooms, options))
            .serve(server -> {
              try (var slow = join(server, rooms, "a", "slow");
                  var quick = join(server, rooms, "a", "quick")) {
                var room = rooms.get("a");
                scope(s -> {
                  s.start(() -> {
                    for (int n = 0; n < 1_000; n++) {
                      byte[] message = BIG.clone();
                      message[0] = (byte) (n >> 8);
                      message[1] = (byte) n;
                      room.broadcast(message);
                      quick.next();
                    }
                  });
                });
                body.run(server, rooms, slow);
              }
            }));
  }

  private interface SlowCase {
    void run(WebServer server, Rooms rooms, RawWebSocket slow) throws Exception;
  }

  private static int number(RawWebSocket.Frame frame) {
    return (frame.payload()[0] & 0xFF) << 8 | frame.payload()[1] & 0xFF;
  }

  @Test
  void theSlowOnesOldestMessagesAreDroppedAndNobodyElseWaits() throws Exception {
    slow(
        SlowPolicy.DROP_OLDEST,
        (_, rooms, slow) -> {
          rooms.get("a").broadcast("the end");
          var heard = new ArrayList<Integer>();
          for (var next = slow.next(); next.opcode() != RawWebSocket.TEXT; next = slow.next()) {
            heard.add(number(next));
          }
          assertThat(heard)
              .isSorted()
              .doesNotHaveDuplicates()
              .hasSizeLessThan(1_000)
              .endsWith(998, 999);
        });
  }

  @Test
  void theNewestAreDroppedIfOneWantsThat() throws Exception {
    slow(
        SlowPolicy.DROP_NEWEST,
        (_, rooms, slow) -> {
          var first = new ArrayList<Integer>();
          for (int n = 0; n < 100; n++) first.add(number(slow.next()));
          assertThat(first).containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
          assertThat(rooms.get("a").members()).containsExactly("slow", "quick");
        });
  }

  @Test
  void theSlowOneIsDisconnectedOtherwise() throws Exception {
    slow(
        SlowPolicy.DISCONNECT,
        (_, rooms, slow) -> {
          Tests.until(() -> rooms.get("a").members().equals(List.of("quick")));
          var all = slow.rest();
          assertThat(all.getLast().closeCode()).isEqualTo(1008);
          assertThat(all.getLast().closeReason()).isEqualTo("too slow");
        });
  }

  @Test
  void roomsThatNobodyIsInAreForgottenWhenThereAreTooMany() throws Exception {
    var rooms = new Rooms(10, 2);
    run(() ->
        Web.server(routes(rooms))
            .serve(server -> {
              var ann = join(server, rooms, "a", "ann");
              var bob = join(server, rooms, "b", "bob");
              assertThatThrownBy(() -> rooms.get("c")).hasMessage("there are 2 rooms already");
              var b = rooms.get("b");
              b.broadcast("kept");
              bob.close();
              Tests.until(() -> b.members().isEmpty());
              rooms.get("c");
              assertThat(rooms.find("b")).isEmpty();
              assertThat(rooms.find("a")).isPresent();
              ann.close();
            }));
  }

  @Test
  void aBroadcastFromElsewhere() throws Exception {
    var rooms = new Rooms();
    var routes =
        routes(rooms)
            .post(
                "/say/{room}",
                request -> {
                  rooms.get(request.pathValue("room")).broadcast(request.text());
                  return Response.empty();
                });
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var client = join(server, rooms, "a", "ann")) {
                assertThat(RawHttp.call(server.port(), "POST", "/say/a", "hear, hear").status())
                    .isEqualTo(204);
                assertThat(client.next().text()).isEqualTo("hear, hear");
              }
            }));
  }

  @Test
  void joiningAndLeavingAtRandomLeavesNobodyBehind() throws Exception {
    var rooms = new Rooms(5);
    var ended = new Promise<Boolean>();
    run(() ->
        Web.server(routes(rooms))
            .serve(server -> {
              scope(s -> {
                s.background(
                    "speaker",
                    () -> {
                      while (true) {
                        rooms.get("a").broadcast("tick");
                        weft.Weft.sleep(java.time.Duration.ofMillis(1));
                      }
                    });
                for (int i = 0; i < 8; i++) {
                  int me = i;
                  s.start(() -> {
                    for (int n = 0; n < 30; n++) {
                      try (var client = new RawWebSocket(server.port(), "/a/" + me)) {
                        client.next();
                        if (n % 3 == 0) client.send(closing(1000, ""));
                        if (n % 3 == 1) client.http.reset();
                      }
                    }
                  });
                }
              });
              Tests.until(() -> rooms.get("a").members().isEmpty() && server.webSockets() == 0);
              ended.complete(true);
            }));
    assertThat(ended.isDone()).isTrue();
  }
}
