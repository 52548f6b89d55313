package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static weft.Weft.run;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Times that stand for "never", some of which are no number of nano- or milliseconds. */
@Timeout(60)
class LongTimesTest {
  private static final Duration[] TIMES = {
    Duration.ofSeconds(Long.MAX_VALUE),
    Duration.ofMillis(Long.MAX_VALUE),
    Duration.ofNanos(Long.MAX_VALUE),
    Duration.ofDays(36_500)
  };

  @ParameterizedTest
  @FieldSource("TIMES")
  void aServerWithoutLimits(Duration time) throws Exception {
    var routes = new Routes().get("/", _ -> Response.text("hello"));
    List<UnaryOperator<ServerBuilder>> limits =
        List.of(
            server -> server.idleTimeout(time),
            server -> server.deadline(time),
            server -> server.closeWithin(time));
    for (var limit : limits) {
      run(() ->
          limit
              .apply(Web.server(routes))
              .serve(server -> {
                assertThat(RawHttp.get(server.port(), "/").text()).isEqualTo("hello");
              }));
    }
  }

  /** All WebSockets of a server are looked after by one task, which an exception would end. */
  @ParameterizedTest
  @FieldSource("TIMES")
  void aWebSocketThatIsNeverPinged(Duration time) throws Exception {
    var never = WebSocketOptions.defaults().heartbeat(time, time);
    var routes = new Routes().webSocket("/", never, socket -> socket.texts().drain());
    run(() ->
        Web.server(routes)
            .serve(server -> {
              try (var socket = new RawWebSocket(server.port(), "/")) {
                assertThat(socket.reply.status()).isEqualTo(101);
                Tests.until(() -> server.webSockets() == 1);
                server.engine().sockets().forEach(s -> s.link().tick());
              }
            }));
  }

  @Test
  void negativeOnesAreRefusedHoweverLongTheyAre() {
    var least = Duration.ofSeconds(Long.MIN_VALUE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WebSocketOptions.defaults().heartbeat(Duration.ofSeconds(1), least))
        .withMessage("a time limit has to be positive, and is " + least);
  }
}
