package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.Weft.run;
import static weft.Weft.scope;
import static weft.web.RawWebSocket.BINARY;
import static weft.web.RawWebSocket.FIN;
import static weft.web.RawWebSocket.PING;
import static weft.web.RawWebSocket.PONG;
import static weft.web.RawWebSocket.closing;
import static weft.web.RawWebSocket.frame;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Promise;

/** What a handler has to do with, and who may connect. */
@Timeout(60)
class WebSocketTest {
  private static final Duration LONG = Duration.ofHours(1);

  private static Routes echo(WebSocketOptions options) {
    return new Routes().webSocket("/", options, socket -> socket.messages().forEach(socket::send));
  }

  private static int status(int port, String... headers) throws Exception {
    try (var client = new RawWebSocket(port, "/", headers)) {
      return client.reply.status();
    }
  }

  // ---- the handshake

  @Test
  void theHandshakeIsAnswered() throws Exception {
    var options = WebSocketOptions.defaults().protocols("v2", "v1");
    run(() ->
        Web.server(echo(options))
            .serve(server -> {
              try (var client =
                  new RawWebSocket(server.port(), "/", "Sec-WebSocket-Protocol: v1, v2, v3")) {
                assertThat(client.reply.status()).isEqualTo(101);
                assertThat(client.reply.header("Sec-WebSocket-Accept"))
                    .hasValue("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
                assertThat(client.reply.header("Sec-WebSocket-Protocol")).hasValue("v2");
                assertThat(client.reply.header("Sec-WebSocket-Extensions")).isEmpty();
                assertThat(client.text("hi").next().text()).isEqualTo("hi");
              }
            }));
  }

  @Test
  void whatIsNoHandshakeIsRefused() throws Exception {
    run(() ->
        Web.server(echo(WebSocketOptions.defaults()))
            .serve(server -> {
              int port = server.port();
              var plain = RawHttp.get(port, "/");
              assertThat(plain.status()).isEqualTo(426);
              assertThat(plain.header("Upgrade")).hasValue("websocket");
              String[] upgrade = {"Upgrade: websocket", "Connection: Upgrade"};
              var old = RawHttp.get(port, "/", upgrade[0], upgrade[1], "Sec-WebSocket-Version: 8");
              assertThat(old.status()).isEqualTo(426);
              assertThat(old.header("Sec-WebSocket-Version")).hasValue("13");
              assertThat(
                      RawHttp.get(
                              port,
                              "/",
                              upgrade[0],
                              upgrade[1],
                              "Sec-WebSocket-Version: 13",
                              "Sec-WebSocket-Key: abc")
                          .status())
                  .isEqualTo(400);
            }));
  }

  @Test
  void pagesOfOtherOriginsAreKeptOut() throws Exception {
    run(() ->
        Web.server(echo(WebSocketOptions.defaults()))
            .serve(server -> {
              assertThat(status(server.port())).isEqualTo(101);
              assertThat(status(server.port(), "Origin: http://localhost")).isEqualTo(101);
              assertThat(status(server.port(), "Origin: http://evil.example")).isEqualTo(403);
              assertThat(status(server.port(), "Origin: null")).isEqualTo(403);
            }));
    run(() ->
        Web.server(echo(WebSocketOptions.defaults().origins("https://a.example")))
            .serve(server -> {
              assertThat(status(server.port(), "Origin: https://a.example")).isEqualTo(101);
              assertThat(status(server.port(), "Origin: http://a.example")).isEqualTo(403);
              assertThat(status(server.port(), "Origin: http://localhost")).isEqualTo(403);
            }));
  }

  @Test
  void whoMayConnectIsDecidedByOrdinaryCode() throws Exception {
    var routes =
        new Routes()
            .filter((request, next) -> {
              if (request.cookie("user").isEmpty()) throw HttpError.unauthorized("who are you?");
              return next.handle(request);
            })
            .get(
                "/",
                request -> {
                  String user = request.cookie("user").orElseThrow();
                  return Response.webSocket(socket -> socket.send("hello " + user));
                });
    run(() ->
        Web.server(routes)
            .serve(server -> {
              assertThat(status(server.port())).isEqualTo(401);
              try (var client = new RawWebSocket(server.port(), "/", "Cookie: user=ann")) {
                assertThat(client.next().text()).isEqualTo("hello ann");
                assertThat(client.next().closeCode()).isEqualTo(1000); // the handler has returned
              }
            }));
  }

  @Test
  void thereMayBeSoManyAndNoMore() throws Exception {
    run(() ->
        Web.server(echo(WebSocketOptions.defaults()))
            .maxWebSockets(2)
            .serve(server -> {
              try (var a = new RawWebSocket(server.port(), "/");
                  var b = new RawWebSocket(server.port(), "/")) {
                a.text("x").next();
                b.text("x").next();
                assertThat(status(server.port())).isEqualTo(503);
                a.close();
                Tests.until(() -> server.webSockets() < 2);
                assertThat(status(server.port())).isEqualTo(101);
              }
            }));
  }

  // ---- how it ends

  @Test
  void theEndOfTheMessagesSaysHowItWasClosed() throws Exception {
    var status = new Promise<CloseStatus>();
    var routes =
        new Routes()
            .webSocket(
                "/",
                socket -> {
                  socket.texts().forEach(socket::send);
                  status.complete(socket.status().orElseThrow());
                  assertThatThrownBy(() -> socket.send("too late"))
                      .isInstanceOf(WebSocketClosedException.class);
                });
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var client = new RawWebSocket(server.port(), "/")) {
                client.text("a").next();
                client.send(closing(4001, "own reasons"));
                assertThat(client.next().closeCode()).isEqualTo(4001);
                assertThat(status.await()).isEqualTo(new CloseStatus(4001, "own reasons"));
              }
            }));
  }

  @Test
  void messagesThatCameBeforeTheEndAreNotLost() throws Exception {
    var got = new AtomicInteger();
    var done = new Promise<Integer>();
    var go = new CountDownLatch(1);
    var routes =
        new Routes()
            .webSocket(
                "/",
                socket -> {
                  go.await();
                  socket.texts().forEach(_ -> got.incrementAndGet());
                  done.complete(got.get());
                });
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var client = new RawWebSocket(server.port(), "/")) {
                for (int i = 0; i < 10; i++) client.text("" + i);
                client.send(FIN | PING, "seen");
                assertThat(client.next().text()).isEqualTo("seen"); // so all of it has been read
                go.countDown();
                client.send(closing(1000, ""));
                assertThat(done.await()).isEqualTo(10);
              }
            }));
  }

  @Test
  void aHandlerThatReadsNothingIsCancelledWhenTheClientGoes() throws Exception {
    var end = new Promise<String>();
    var begun = new CountDownLatch(1);
    var routes =
        new Routes()
            .webSocket(
                "/",
                socket -> {
                  Tests.untilCancelled(begun, end);
                });
    run(() ->
        Web.server(routes)
            .serve(server -> {
              var client = new RawWebSocket(server.port(), "/");
              begun.await();
              client.http.reset();
              assertThat(end.await()).isEqualTo("the WebSocket is closed");
              Tests.until(() -> server.webSockets() == 0 && server.connections() == 0);
            }));
  }

  @Test
  void aHandlerThatFailsClosesWith1011() throws Exception {
    var routes =
        new Routes()
            .webSocket(
                "/",
                socket -> {
                  throw new IllegalStateException("secret");
                });
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var client = new RawWebSocket(server.port(), "/")) {
                var bye = client.next();
                assertThat(bye.closeCode()).isEqualTo(1011);
                assertThat(bye.closeReason()).isEqualTo("internal error");
              }
            }));
  }

  /** Repeated, since the end of the connection cancels the handler that waits for it. */
  @RepeatedTest(30)
  void closingWaitsForTheOtherSide() throws Exception {
    var closed = new Promise<CloseStatus>();
    var routes =
        new Routes()
            .webSocket(
                "/",
                socket -> {
                  socket.send("last");
                  socket.close(3000, "é".repeat(100));
                  closed.complete(socket.status().orElseThrow());
                });
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var client = new RawWebSocket(server.port(), "/")) {
                assertThat(client.next().text()).isEqualTo("last");
                var bye = client.next();
                assertThat(bye.closeCode()).isEqualTo(3000);
                assertThat(bye.closeReason()).isEqualTo("é".repeat(61)); // 123 bytes hold no more
                assertThat(closed.isDone()).isFalse();
                client.send(closing(3000, ""));
                assertThat(client.rest()).isEmpty();
                assertThat(closed.await().code()).isEqualTo(3000);
              }
            }));
  }

  @Test
  void aServerThatIsClosedSaysGoodbyeToAll() throws Exception {
    var after = new AtomicInteger();
    var routes =
        new Routes()
            .webSocket(
                "/",
                socket -> {
                  socket.texts().forEach(socket::send);
                  after.incrementAndGet();
                });
    run(() ->
        scope(s -> {
          Web.server(routes)
              .serve(server -> {
                for (int i = 0; i < 20; i++) {
                  var client = new RawWebSocket(server.port(), "/");
                  client.text("x").next();
                  s.start(() -> {
                    try (client) {
                      var bye = client.next();
                      assertThat(bye.closeCode()).isEqualTo(1001);
                      client.send(closing(1001, ""));
                      assertThat(client.rest()).isEmpty();
                    }
                  });
                }
              });
          assertThat(after).hasValue(20);
        }));
  }

  // ---- limits

  @Test
  void bytesAreRefusedWhereTextsAreAsked() throws Exception {
    var routes = new Routes().webSocket("/", socket -> socket.texts().forEach(socket::send));
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var client = new RawWebSocket(server.port(), "/")) {
                client.send(FIN | BINARY, "x");
                assertThat(client.next().closeCode()).isEqualTo(1003);
              }
            }));
  }

  @Test
  void tooManyMessagesCloseTheConnection() throws Exception {
    var options = WebSocketOptions.defaults().rate(5, LONG);
    run(() ->
        Web.server(echo(options))
            .serve(server -> {
              try (var client = new RawWebSocket(server.port(), "/")) {
                for (int i = 0; i < 5; i++)
                  assertThat(client.text("" + i).next().text()).isEqualTo("" + i);
                assertThat(client.text("6").next().closeCode()).isEqualTo(1008);
              }
            }));
  }

  @Test
  void aHandlerThatIsSlowSlowsTheSender() throws Exception {
    var go = new CountDownLatch(1);
    var routes =
        new Routes()
            .webSocket(
                "/",
                socket -> {
                  go.await();
                  socket.messages().forEach(_ -> {});
                });
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var client = new RawWebSocket(server.port(), "/")) {
                var sent = new AtomicInteger();
                byte[] message = frame(FIN | BINARY, new byte[50_000]);
                var sender =
                    Thread.startVirtualThread(() -> {
                      try {
                        for (int i = 0; i < 1_000; i++) {
                          client.send(message);
                          sent.incrementAndGet();
                        }
                        client.send(closing(1000, ""));
                      } catch (java.io.IOException e) {
                        sent.set(-1);
                      }
                    });
                Tests.until(() -> server.webSockets() > 0);
                var inbox = server.engine().sockets().iterator().next().link().inbox();
                Tests.until(inbox::isPaused);
                assertThat(sent.get()).isLessThan(1_000); // 50 MB don't go into buffers
                go.countDown();
                assertThat(client.next().closeCode()).isEqualTo(1000);
                sender.join();
                assertThat(sent).hasValue(1_000);
              }
            }));
  }

  @Test
  void aClientThatIsSilentIsPingedAndOneThatDoesNotAnswerIsDropped() throws Exception {
    var options =
        WebSocketOptions.defaults().heartbeat(Duration.ofMillis(100), Duration.ofMillis(100));
    run(() ->
        Web.server(echo(options))
            .serve(server -> {
              try (var client = new RawWebSocket(server.port(), "/")) {
                for (int i = 0; i < 2; i++) {
                  assertThat(client.next().opcode()).isEqualTo(PING);
                  client.send(FIN | PONG, "");
                }
                assertThat(client.next().opcode()).isEqualTo(PING);
                assertThat(client.rest()).isEmpty(); // no answer, no goodbye
                Tests.until(() -> server.webSockets() == 0);
              }
            }));
  }
}
