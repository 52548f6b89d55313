package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.run;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weft.flow.Flow;

/**
 * An error of something that the server calls costs a request its answer at most: no connection, no
 * place for WebSockets, and the server can still be closed.
 */
@Timeout(60)
class CallbackErrorsTest {
  private static final int TIMES = 3; // more often than there are places

  /** What is thrown where somebody else's code runs. */
  enum Kind {
    ASSERTION {
      @Override
      void fail() {
        throw new AssertionError("no");
      }
    },
    MEMORY {
      @Override
      void fail() {
        throw new OutOfMemoryError("Java heap space");
      }
    },
    STACK {
      @Override
      @SuppressWarnings("InfiniteRecursion")
      void fail() {
        fail();
      }
    };

    abstract void fail();
  }

  private Kind kind = Kind.ASSERTION;

  private Response failing(Request request) {
    kind.fail();
    return Response.empty();
  }

  private Routes routes() {
    return new Routes()
        .get("/", _ -> Response.text("hello"))
        .get("/handler", this::failing)
        .group("/filter", g -> g.filter((request, _) -> failing(request)).get("/", this::failing))
        .get(
            "/onFailure",
            _ -> {
              throw new IllegalStateException("for the handler of failures");
            })
        .onFailure(IllegalStateException.class, (request, _) -> failing(request))
        .get(
            "/stream",
            _ ->
                Response.stream(
                    Flow.<String>generate(out -> {
                      out.emit("begun");
                      kind.fail();
                    }),
                    "text/plain"))
        .get(
            "/belongings",
            request -> {
              var _ = request.closeAfter((AutoCloseable) () -> kind.fail());
              return Response.text("hello");
            })
        .webSocket("/socket", _ -> kind.fail())
        .webSocket(
            "/socketBelongings",
            socket -> {
              var _ = socket.request().closeAfter((AutoCloseable) () -> kind.fail());
            })
        .webSocket("/good", socket -> socket.texts().forEach(socket::send));
  }

  private static int status(int port, String path) throws IOException {
    return RawHttp.get(port, path).status();
  }

  private static void usesTheOnlyPlace(int port, String path) throws Exception {
    var refused = new AtomicReference<RawHttp.Reply>();
    Tests.until(() -> { // the one before may be about to give it back
      try (var socket = new RawWebSocket(port, path)) {
        refused.set(socket.reply);
        return socket.reply.status() == 101;
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    });
    assertThat(refused.get().status()).isEqualTo(101);
  }

  private static void isAllOver(WebServer server) throws IOException {
    Tests.until(() -> server.requests() == 0 && server.webSockets() == 0);
    Tests.until(() -> server.connections() == 0);
    assertThat(RawHttp.get(server.port(), "/").text()).isEqualTo("hello");
    Tests.until(() -> server.engine().places().availablePermits() == 1);
  }

  @ParameterizedTest
  @EnumSource
  void anErrorInWhatARequestIsAnsweredBy(Kind thrown) throws Exception {
    kind = thrown;
    try (var log = new Logged()) {
      run(() ->
          Web.server(routes())
              .maxConnections(2)
              .maxWebSockets(1)
              .serve(server -> {
                for (int i = 0; i < TIMES; i++) {
                  for (String path : List.of("/handler", "/filter/", "/onFailure")) {
                    assertThat(status(server.port(), path)).isEqualTo(500);
                  }
                  assertThat(status(server.port(), "/belongings")).isEqualTo(200);
                  try (var client = new RawHttp(server.port())) {
                    client.request("GET", "/stream", "");
                    assertThat(client.head().status()).isEqualTo(200);
                    assertThat(new String(client.chunk())).isEqualTo("begun");
                    assertThat(client.isEnded()).isTrue();
                  }
                }
                isAllOver(server);
              }));
      assertThat(log.messages()).hasSize(5 * TIMES);
      assertThat(log.messages()).contains("GET /belongings: what it has used can't be closed");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anErrorInAWebSocket(Kind thrown) throws Exception {
    kind = thrown;
    try (var log = new Logged()) {
      run(() ->
          Web.server(routes())
              .maxWebSockets(1)
              .serve(server -> {
                for (int i = 0; i < TIMES; i++) {
                  usesTheOnlyPlace(server.port(), "/socket");
                  usesTheOnlyPlace(server.port(), "/socketBelongings");
                }
                isAllOver(server);
              }));
      assertThat(log.messages()).hasSize(2 * TIMES);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anErrorInWhoHearsOfAnswers(Kind thrown) throws Exception {
    kind = thrown;
    try (var log = new Logged()) {
      run(() ->
          Web.server(routes())
              .maxWebSockets(1)
              .onAnswered(_ -> kind.fail())
              .serve(server -> {
                for (int i = 0; i < TIMES; i++) {
                  assertThat(status(server.port(), "/")).isEqualTo(200);
                  usesTheOnlyPlace(server.port(), "/good");
                }
                isAllOver(server);
              }));
      assertThat(log.messages()).contains("GET /good: onAnswered failed");
      assertThat(log.messages()).allMatch(line -> line.endsWith("onAnswered failed"));
    }
  }
}
