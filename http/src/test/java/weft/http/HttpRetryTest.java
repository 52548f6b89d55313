package weft.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.flow.Flow;
import weft.http.HttpException.Reason;
import weft.resilience.Retry;

class HttpRetryTest {
  private static final HttpOptions THREE_TIMES =
      HttpOptions.defaults().retry(Retry.fixed(3, Duration.ofMillis(1)));

  @ParameterizedTest
  @CsvSource({
    "GET,503,3",
    "GET,500,3",
    "GET,429,3",
    "GET,404,1",
    "GET,501,1",
    "DELETE,502,3",
    "POST,500,1",
    "POST,503,3",
    "PUT,504,3"
  })
  void badAnswersAreAskedForAgainWhereThatDoesNoHarm(String method, int status, int times)
      throws Exception {
    var count = new AtomicInteger();
    try (var server =
            new JdkServer(exchange -> {
              exchange.getRequestBody().readAllBytes();
              JdkServer.answer(exchange, status, "answer " + count.incrementAndGet());
            });
        var http = Http.open(THREE_TIMES)) {
      Response last = http.request(method, server.url("/"), r -> r);
      assertThat(last.status()).isEqualTo(status);
      assertThat(last.text()).isEqualTo("answer " + times);
      try (var streamed = http.stream(Request.of(method, server.url("/")))) {
        assertThat(new String(streamed.bytes(100), UTF_8)).isEqualTo("answer " + 2 * times);
      }
      assertThat(Used.connections(http)).isEqualTo(new Used(0, 1, 0));
    }
  }

  @Test
  void lostConnectionsAndBodiesThatBreakOffAreTriedAgain() throws Exception {
    var count = new AtomicInteger();
    try (var server =
            new TestServer((_, out) -> {
              int n = count.incrementAndGet();
              if (n == 1) return false;
              String half =
                  "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + (n == 2 ? "ha" : "half");
              out.write(half.getBytes(UTF_8));
              return n != 2;
            });
        var http = Http.open(THREE_TIMES)) {
      assertThat(http.get(server.url("/")).text()).isEqualTo("half");
      assertThat(count).hasValue(3);
    }
  }

  @Test
  void aPostThatWasLostIsNotTriedAgain() throws Exception {
    try (var server = new TestServer((_, _) -> false);
        var http = Http.open(THREE_TIMES)) {
      assertThatThrownBy(() -> http.post(server.url("/"), Content.text("a")))
          .isInstanceOfSatisfying(
              HttpException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONNECTION_LOST));
      assertThat(server.connections).hasValue(1);
      assertThat(Used.connections(http)).isEqualTo(new Used(0, 0, 0));
    }
  }

  @Test
  void aFlowIsNotSentAgain() throws Exception {
    var count = new AtomicInteger();
    try (var server =
            new JdkServer(exchange -> {
              exchange.getRequestBody().readAllBytes();
              count.incrementAndGet();
              JdkServer.answer(exchange, 503, "busy");
            });
        var http = Http.open(THREE_TIMES)) {
      var content = Content.flow(Flow.of(new byte[3]), "a/b");
      assertThat(http.put(server.url("/"), content).status()).isEqualTo(503);
      assertThat(count).hasValue(1);
    }
  }

  @Test
  void theServerSaysHowLongToWait() throws Exception {
    List<String> waits = new CopyOnWriteArrayList<>();
    var headers = List.of("0", "Mon, 06 Nov 2000 08:49:37 GMT");
    var next = new AtomicInteger();
    // The schedule would take days: that this test ends shows that the server's word counts.
    var options =
        HttpOptions.defaults()
            .retry(
                Retry.fixed(3, Duration.ofDays(10)).onRetry((_, e) -> waits.add(e.getMessage())));
    try (var server =
            new JdkServer(exchange -> {
              int i = next.getAndIncrement();
              if (i < 2) exchange.getResponseHeaders().add("Retry-After", headers.get(i));
              JdkServer.answer(exchange, i < 2 ? 503 : 200, "x");
            });
        var http = Http.open(options)) {
      assertThat(http.get(server.url("/")).status()).isEqualTo(200);
      assertThat(waits).containsExactly("status 503", "status 503");
    }
  }

  /** A server may close a kept connection at the very moment it is used again. */
  @Test
  void aKeptConnectionThatWasClosedIsNotTheCallersBusiness() throws Exception {
    for (boolean reconnects : new boolean[] {true, false}) {
      var answered = new AtomicInteger();
      try (var server =
              new TestServer((_, out) -> {
                // Each connection answers once, and ends at the second request.
                if (answered.getAndIncrement() % 2 == 1) return false;
                out.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
                return true;
              });
          var http = Http.open(HttpOptions.defaults().reconnects(reconnects))) {
        assertThat(http.get(server.url("/")).status()).isEqualTo(200);
        if (reconnects) {
          assertThat(http.get(server.url("/")).status()).isEqualTo(200);
          assertThat(server.connections).hasValue(2);
          assertThatThrownBy(() -> http.post(server.url("/"), Content.text("a")))
              .isInstanceOf(HttpException.class);
        } else {
          assertThatThrownBy(() -> http.get(server.url("/"))).isInstanceOf(HttpException.class);
        }
        assertThat(Used.connections(http)).isEqualTo(new Used(0, 0, 0));
      }
    }
  }
}
