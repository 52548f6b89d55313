package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.Weft.run;
import static weft.Weft.scope;
import static weft.Weft.sleep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.CancelScope;
import weft.CancelledError;
import weft.Promise;
import weft.Weft;
import weft.flow.Flow;

/** How requests end before their time: clients that go away, deadlines, a server that is closed. */
@Timeout(60)
class RequestLifeTest {
  private static final Duration LONG = Duration.ofHours(1);

  /** A handler that waits for ever, and says what became of it. */
  private static final class Endless implements Handler {
    final CountDownLatch begun = new CountDownLatch(1);
    final Promise<String> end = new Promise<>();

    @Override
    public Response handle(Request request) {
      begun.countDown();
      try {
        scope(s -> {
          s.start(() -> sleep(LONG)); // what it started goes with it
          sleep(LONG);
        });
        end.complete("ended");
      } catch (CancelledError e) {
        end.complete(e.getMessage());
        throw e;
      }
      return Response.empty();
    }
  }

  @Test
  void aClientThatClosesTheConnectionCancelsItsHandler() throws Exception {
    var endless = new Endless();
    run(() ->
        Web.server(new Routes().get("/", endless))
            .serve(server -> {
              var client = new RawHttp(server.port());
              client.request("GET", "/", "");
              endless.begun.await();
              client.close();
              assertThat(endless.end.await()).isEqualTo("the client went away");
              Tests.until(() -> server.requests() == 0 && server.connections() == 0);
            }));
  }

  @Test
  void soDoesOneThatResetsIt() throws Exception {
    var endless = new Endless();
    run(() ->
        Web.server(new Routes().post("/", endless))
            .serve(server -> {
              var client = new RawHttp(server.port());
              client.request("GET", "/nothing", ""); // the second request of its connection
              client.reply();
              client.request("POST", "/", "");
              endless.begun.await();
              client.reset();
              assertThat(endless.end.await()).isEqualTo("the client went away");
            }));
  }

  @Test
  void aBodyThatIsReadDoesNotHideIt() throws Exception {
    var endless = new Endless();
    var routes =
        new Routes()
            .post(
                "/",
                request -> {
                  assertThat(request.text()).isEqualTo("hello");
                  return endless.handle(request);
                });
    run(() ->
        Web.server(routes)
            .serve(server -> {
              var client = new RawHttp(server.port());
              client.request("POST", "/", "hello");
              endless.begun.await();
              client.close();
              assertThat(endless.end.await()).isEqualTo("the client went away");
            }));
  }

  @Test
  void anEventStreamThatNobodyHearsIsCancelledWhileItIsSilent() throws Exception {
    var end = new Promise<String>();
    Flow<ServerEvent> silent =
        Flow.generate(out -> {
          out.emit(ServerEvent.of("hello\nthere").named("greeting").id("1"));
          Tests.untilCancelled(new CountDownLatch(1), end);
        });
    run(() ->
        Web.server(new Routes().get("/", _ -> Response.events(silent)))
            .serve(server -> {
              var client = new RawHttp(server.port());
              client.request("GET", "/", "");
              var head = client.head();
              assertThat(head.header("Content-Type")).hasValue("text/event-stream");
              assertThat(new String(client.chunk()))
                  .isEqualTo("event: greeting\nid: 1\ndata: hello\ndata: there\n\n");
              client.close();
              assertThat(end.await()).isEqualTo("the client went away");
            }));
  }

  /** What the server reads to see the end may be a next request. */
  @Test
  void requestsThatFollowAreAnsweredInTheirTurn() throws Exception {
    var go = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    var routes =
        new Routes()
            .get(
                "/slow",
                _ -> {
                  begun.countDown();
                  go.await();
                  return Response.text("slow");
                })
            .get("/{n}", request -> Response.text(request.pathValue("n")));
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var client = new RawHttp(server.port())) {
                client.request("GET", "/slow", "");
                begun.await();
                Tests.untilTheServerLooks(server);
                client.send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTT");
                var exchange = server.engine().exchanges().iterator().next();
                Tests.until(exchange.watch()::isOver);
                client.send("P/1.1\r\nHost: x\r\n\r\n");
                go.countDown();
                assertThat(client.reply().text()).isEqualTo("slow");
                assertThat(client.reply().text()).isEqualTo("1");
                assertThat(client.reply().text()).isEqualTo("2");
                client.request("GET", "/3", "");
                assertThat(client.reply().text()).isEqualTo("3");
              }
            }));
  }

  @Test
  void slowHandlersOneAfterTheOtherOnOneConnection() throws Exception {
    var running = new Promise<WebServer>();
    var routes =
        new Routes()
            .get(
                "/",
                _ -> {
                  Tests.untilTheServerLooks(running.await());
                  return Response.text("ok");
                });
    run(() ->
        Web.server(routes)
            .serve(server -> {
              running.complete(server);
              try (var client = new RawHttp(server.port())) {
                for (int i = 0; i < 20; i++) {
                  client.request("GET", "/", "");
                  assertThat(client.reply().text()).isEqualTo("ok");
                }
              }
            }));
  }

  @Test
  void aHandlerOverItsDeadlineIsCancelledAndTheClientTold() throws Exception {
    var endless = new Endless();
    var routes = new Routes().get("/", endless);
    run(() ->
        Web.server(routes)
            .deadline(Duration.ofMillis(200))
            .serve(server -> {
              var reply = RawHttp.get(server.port(), "/");
              assertThat(reply.status()).isEqualTo(503);
              assertThat(reply.text()).isEqualTo("this took too long\n");
              assertThat(endless.end.await()).isNotEqualTo("ended");
            }));
  }

  @Test
  void aStreamMayTakeLongerThanTheDeadline() throws Exception {
    Flow<String> stream = Flow.range(0, 1).map(_ -> "stream " + Weft.timeLeft().isPresent());
    var routes =
        new Routes()
            .get("/", _ -> Response.stream(stream, "text/plain"))
            .get("/text", _ -> Response.text("text " + Weft.timeLeft().isPresent()));
    run(() ->
        Web.server(routes)
            .serve(server -> {
              assertThat(RawHttp.get(server.port(), "/").text()).isEqualTo("stream false");
              assertThat(RawHttp.get(server.port(), "/text").text()).isEqualTo("text true");
            }));
  }

  @Test
  void aStreamThatFailsIsCutShortSoThatNobodyTakesItForWhole() throws Exception {
    Flow<String> failing =
        Flow.concat(Flow.of("begun"), Flow.failed(new IllegalStateException("x")));
    var routes = new Routes().get("/", _ -> Response.stream(failing, "text/plain"));
    run(() ->
        Web.server(routes)
            .serve(server -> {
              assertThatThrownBy(() -> RawHttp.get(server.port(), "/"))
                  .isInstanceOf(java.io.IOException.class);
            }));
  }

  @Test
  void aServerThatIsClosedWaitsForItsRequests() throws Exception {
    var begun = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var port = new AtomicInteger();
    var routes =
        new Routes()
            .get(
                "/",
                _ -> {
                  begun.countDown();
                  go.await();
                  return Response.text("still there");
                });
    run(() ->
        scope(s -> {
          var client =
              s.start(() -> {
                begun.await();
                return "";
              });
          var reply =
              Web.server(routes)
                  .serve(server -> {
                    port.set(server.port());
                    var answer = s.start(() -> RawHttp.get(server.port(), "/"));
                    client.await();
                    s.start(() -> { // after the server has begun to close
                      Tests.until(() -> isRefused(port.get()));
                      go.countDown();
                    });
                    return answer;
                  });
          assertThat(reply.await().text()).isEqualTo("still there");
          assertThat(reply.await().header("Connection")).hasValue("close");
        }));
    assertThat(isRefused(port.get())).isTrue();
  }

  private static boolean isRefused(int port) {
    try (var client = new RawHttp(port)) {
      return client.socket.isClosed();
    } catch (ConnectException e) {
      return true;
    } catch (java.io.IOException e) {
      return false;
    }
  }

  @Test
  void aServerThatIsCancelledGivesUpOnThoseWhoTakeTooLong() throws Exception {
    var endless = new Endless();
    run(() ->
        scope(s -> {
          var cancelled = new CancelScope();
          var reply = new Promise<RawHttp.Reply>();
          boolean done =
              cancelled.run(() ->
                  Web.server(new Routes().get("/", endless))
                      .closeWithin(Duration.ofMillis(200))
                      .serve(server -> {
                        s.start(() -> reply.complete(RawHttp.get(server.port(), "/")));
                        endless.begun.await();
                        cancelled.cancel("enough");
                        sleep(LONG);
                      }));
          assertThat(done).isFalse();
          assertThat(endless.end.await()).isEqualTo("the server was closed");
          assertThat(reply.await().status()).isEqualTo(503);
        }));
  }

  @Test
  void noPhaseOfARequestKeepsAServerFromClosing() throws Exception {
    Flow<String> endless =
        Flow.generate(out -> {
          out.emit("begun");
          sleep(LONG);
        });
    var routes =
        new Routes()
            .get("/", _ -> Response.text("root"))
            .post("/read", request -> Response.text(request.text()))
            .get("/stream", _ -> Response.stream(endless, "text/plain"))
            .get("/large", _ -> Response.bytes(new byte[50_000_000], "x/y"));
    var clients = new ArrayList<RawHttp>();
    run(() ->
        Web.server(routes)
            .closeWithin(Duration.ofMillis(200))
            .serve(server -> {
              for (int i = 0; i < 5; i++) clients.add(new RawHttp(server.port()));
              clients.get(0).request("GET", "/", "");
              assertThat(clients.get(0).reply().text()).isEqualTo("root");
              clients.get(1).send("GET / HTT");
              clients.get(2).send("POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx");
              clients.get(3).request("GET", "/stream", "");
              clients.get(4).request("GET", "/large", ""); // which it doesn't read
              Tests.until(() -> server.requests() == 3);
            }));
    assertThat(clients.get(0).isEnded()).isTrue();
    assertThat(clients.get(1).isEnded()).isTrue();
    assertThat(clients.get(2).reply().text()).isEqualTo("the server goes away\n");
    assertThatThrownBy(clients.get(3)::reply).isInstanceOf(IOException.class);
    assertThat(clients.get(4).reply().body()).hasSizeLessThan(50_000_000);
    for (var client : clients) client.close();
  }

  @Test
  void aPortThatIsTakenIsSaidInOneLine() throws Exception {
    run(() ->
        Web.server(new Routes())
            .serve(server ->
                assertThatThrownBy(() -> Web.serve(server.port(), new Routes()))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage(
                        "cannot listen at 127.0.0.1:" + server.port() + ": the port is in use")));
  }

  @Test
  void soIsAHostThatNobodyKnows() {
    assertThatThrownBy(
            () -> run(() -> Web.server(new Routes()).host("nowhere.invalid").port(8_000).serve()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot listen at nowhere.invalid:8000: unknown host");
  }

  @Test
  void aServerThatServesUntilCancelledLogsWhereItListens() throws Exception {
    var routes = new Routes().get("/", _ -> Response.text("root"));
    try (var log = new Logged()) {
      run(() ->
          scope(s -> {
            var cancelled = new CancelScope();
            var serving = s.start(() -> cancelled.run(() -> Web.server(routes).serve()));
            Tests.until(() -> !log.messages().isEmpty());
            String message = log.messages().getFirst();
            assertThat(message).matches("listening at http://127\\.0\\.0\\.1:\\d+");
            int port = Integer.parseInt(message.substring(message.lastIndexOf(':') + 1));
            assertThat(RawHttp.get(port, "/").text()).isEqualTo("root");
            cancelled.cancel("enough");
            assertThat(serving.await()).isFalse();
          }));
    }
  }

  @Test
  void theBodysExceptionComesOutAndNothingIsLeft() throws Exception {
    assertThatThrownBy(() ->
            run(() ->
                Web.server(new Routes())
                    .serve(_ -> {
                      throw new java.io.FileNotFoundException("mine");
                    })))
        .isInstanceOf(java.io.FileNotFoundException.class);
    Tests.until(() ->
        Thread.getAllStackTraces().keySet().stream()
            .noneMatch(t -> t.getName().startsWith("weft-web")));
  }
}
