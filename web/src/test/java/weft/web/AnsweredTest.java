package weft.web;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.run;
import static weft.Weft.sleep;

import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.flow.Flow;

/** What access logs and meters hear of. */
@Timeout(60)
class AnsweredTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
  private final CountDownLatch begun = new CountDownLatch(1);

  private void hear(Answered answered) {
    assertThat(answered.time()).isPositive();
    String end = answered.isWhole() ? "" : " broken off";
    heard.add(answered.request() + " " + answered.status() + end);
  }

  private void untilHeard(String line) {
    Tests.until(() -> !heard.isEmpty());
    assertThat(heard.remove()).isEqualTo(line);
  }

  private Routes routes() {
    return new Routes()
        .get("/", _ -> Response.text("hello"))
        .get(
            "/failed",
            _ -> {
              throw new IllegalStateException("oops");
            })
        .get(
            "/slow",
            _ -> {
              sleep(LONG);
              return Response.empty();
            })
        .get(
            "/endless",
            _ ->
                Response.stream(
                    Flow.generate(out -> {
                      out.emit("begun");
                      begun.countDown();
                      sleep(LONG);
                    }),
                    "text/plain"))
        .webSocket("/socket", socket -> socket.texts().drain());
  }

  @Test
  void theStatusIsWhatTheClientGotWhoeverMadeIt() throws Exception {
    try (var log = new Logged()) {
      run(() ->
          Web.server(routes())
              .onAnswered(this::hear)
              .serve(server -> {
                int port = server.port();
                RawHttp.get(port, "/?a=1");
                untilHeard("GET /?a=1 200");
                RawHttp.get(port, "/nothing");
                untilHeard("GET /nothing 404");
                RawHttp.get(port, "/failed");
                untilHeard("GET /failed 500");
                try (var socket = new RawWebSocket(port, "/socket")) {
                  assertThat(socket.reply.status()).isEqualTo(101);
                  untilHeard("GET /socket 101");
                }
              }));
      assertThat(log.messages()).containsExactly("GET /failed: failed");
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void soIsThatOfADeadline() throws Exception {
    run(() ->
        Web.server(routes())
            .deadline(Duration.ofMillis(50))
            .onAnswered(this::hear)
            .serve(server -> {
              RawHttp.get(server.port(), "/slow");
              untilHeard("GET /slow 503");
            }));
  }

  @Test
  void aClientThatLeavesBreaksItOff() throws Exception {
    run(() ->
        Web.server(routes())
            .onAnswered(this::hear)
            .serve(server -> {
              var client = new RawHttp(server.port());
              client.request("GET", "/endless", "");
              begun.await();
              client.close();
              untilHeard("GET /endless 200 broken off");
            }));
  }

  @Test
  void aListenerThatFailsHarmsNobody() throws Exception {
    try (var log = new Logged()) {
      run(() ->
          Web.server(routes())
              .onAnswered(_ -> {
                throw new IllegalStateException("the log is full");
              })
              .serve(server -> {
                for (int i = 0; i < 3; i++) {
                  assertThat(RawHttp.get(server.port(), "/").text()).isEqualTo("hello");
                }
                Tests.until(() -> log.messages().size() == 3);
              }));
      assertThat(log.messages()).containsOnly("GET /: onAnswered failed");
    }
  }
}
