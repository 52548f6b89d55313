package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.run;
import static weft.Weft.sleep;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.flow.Flow;

/** What is closed when a request is over. */
@Timeout(60)
class BelongingsTest {
  private final ConcurrentLinkedQueue<String> closed = new ConcurrentLinkedQueue<>();
  private final CountDownLatch begun = new CountDownLatch(1);

  private AutoCloseable thing(String name) {
    return () -> closed.add(name);
  }

  private Routes routes() {
    return new Routes()
        .filter((request, next) -> {
          request.closeAfter(thing("filter"));
          return next.handle(request);
        })
        .get(
            "/stream",
            request -> {
              request.closeAfter(thing("handler"));
              return Response.stream(Flow.of("a", "b").map(s -> s + closed), "text/plain");
            })
        .get(
            "/failed",
            request -> {
              request.closeAfter(thing("handler"));
              throw new HttpError(418, "no");
            })
        .get(
            "/endless",
            request -> {
              request.closeAfter(thing("handler"));
              return Response.stream(
                  Flow.generate(out -> {
                    out.emit("begun");
                    begun.countDown();
                    sleep(Duration.ofHours(1));
                  }),
                  "text/plain");
            })
        .get(
            "/socket",
            request -> {
              request.closeAfter(thing("socket"));
              return Response.webSocket(
                  socket -> socket.texts().forEach(t -> socket.send(t + closed)));
            });
  }

  private void untilClosed(String... names) {
    Tests.until(() -> closed.size() == names.length);
    assertThat(closed).containsExactly(names);
    closed.clear();
  }

  @Test
  void whenTheAnswerHasBeenSentOrFailedOrIsNotWanted() throws Exception {
    run(() ->
        Web.server(routes())
            .serve(server -> {
              int port = server.port();
              assertThat(RawHttp.get(port, "/stream").text()).isEqualTo("a[]b[]");
              untilClosed("handler", "filter");
              assertThat(RawHttp.call(port, "HEAD", "/stream", "").status()).isEqualTo(200);
              untilClosed("handler", "filter");
              assertThat(RawHttp.get(port, "/failed").status()).isEqualTo(418);
              untilClosed("handler", "filter");
              assertThat(RawHttp.get(port, "/nothing").status()).isEqualTo(404);
              untilClosed("filter");
              var client = new RawHttp(port);
              client.request("GET", "/endless", "");
              begun.await();
              client.close();
              untilClosed("handler", "filter");
            }));
  }

  @Test
  void orTheServerIsClosed() throws Exception {
    run(() ->
        Web.server(routes())
            .closeWithin(Duration.ofMillis(1))
            .serve(server -> {
              new RawHttp(server.port()).request("GET", "/endless", "");
              begun.await();
            }));
    untilClosed("handler", "filter");
  }

  @Test
  void ofAWebSocketWhenThatHasEnded() throws Exception {
    run(() ->
        Web.server(routes())
            .serve(server -> {
              try (var client = new RawWebSocket(server.port(), "/socket")) {
                assertThat(client.text("hi").next().text()).isEqualTo("hi[]");
              }
              untilClosed("socket", "filter");
              assertThat(RawHttp.get(server.port(), "/socket").status()).isEqualTo(426);
              untilClosed("socket", "filter");
            }));
  }

  @Test
  void aFailureGoesToTheLogAndWhatComesTooLateIsClosedAtOnce() throws Exception {
    var kept = new AtomicReference<Request>();
    var stuck =
        new Routes()
            .get(
                "/",
                request -> {
                  kept.set(request);
                  request.closeAfter(() -> {
                    throw new IOException("stuck");
                  });
                  return Response.text("done");
                });
    try (var log = new Logged()) {
      run(() ->
          Web.server(stuck)
              .serve(server -> {
                assertThat(RawHttp.get(server.port(), "/").text()).isEqualTo("done");
                Tests.until(() -> !log.messages().isEmpty());
                kept.get().closeAfter(thing("late"));
                assertThat(closed).containsExactly("late");
              }));
      assertThat(log.messages()).containsExactly("GET /: what it has used can't be closed");
    }
  }
}
