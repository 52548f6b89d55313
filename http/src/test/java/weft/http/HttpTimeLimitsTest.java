package weft.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Weft;
import weft.flow.Flow;
import weft.http.HttpException.Reason;

/** Servers that take their time: each of these calls would last for ever. */
@Timeout(60)
class HttpTimeLimitsTest {
  private static final Duration SHORT = Duration.ofMillis(40);
  private static final Duration LONG = Duration.ofHours(1);

  private static TestServer silentAfter(String text) throws Exception {
    return new TestServer((_, out) -> {
      out.write(text.getBytes(UTF_8));
      out.flush();
      new CountDownLatch(1).await();
      return false;
    });
  }

  /** A byte now and then, so that no single read waits for long. */
  private static TestServer dripping(String head) throws Exception {
    return new TestServer((_, out) -> {
      out.write(head.getBytes(UTF_8));
      while (true) {
        out.write('x');
        out.flush();
        new CountDownLatch(1).await(5, TimeUnit.MILLISECONDS);
      }
    });
  }

  private static Consumer<Throwable> is(Reason reason) {
    return e ->
        assertThat(e)
            .isInstanceOfSatisfying(
                HttpException.class, h -> assertThat(h.reason()).isEqualTo(reason));
  }

  @Test
  void aServerThatIsSilentIsGivenUp() throws Exception {
    var options = HttpOptions.defaults().responseTimeout(SHORT);
    for (String before :
        new String[] {
          "", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "HTTP/1.1 200 OK\r\nA: "
        }) {
      try (var server = silentAfter(before);
          var http = Http.open(options)) {
        assertThatThrownBy(() -> http.get(server.url("/"))).satisfies(is(Reason.RESPONSE_TIMEOUT));
        assertThat(Used.connections(http)).isEqualTo(new Used(0, 0, 0));
        assertThat(Thread.interrupted()).isFalse();
      }
    }
  }

  /** Some of them are no number of nanoseconds. */
  @Test
  void timesThatStandForNeverAreNoLimits() throws Exception {
    for (var never :
        List.of(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofNanos(Long.MAX_VALUE))) {
      var options =
          HttpOptions.defaults()
              .connectTimeout(never)
              .responseTimeout(never)
              .timeout(never)
              .idleTimeout(never);
      try (var server = TestServer.ok("", new byte[] {1});
          var http = Http.open(options)) {
        for (int i = 0; i < 2; i++) assertThat(http.get(server.url("/")).bytes()).hasSize(1);
        assertThat(server.connections).hasValue(1);
      }
    }
  }

  @Test
  void theSecureHandshakeBelongsToConnecting() throws Exception {
    var options = HttpOptions.defaults().connectTimeout(SHORT).responseTimeout(LONG);
    try (var server = silentAfter("");
        var http = Http.open(options)) {
      String url = server.url("/").replace("http:", "https:");
      assertThatThrownBy(() -> http.get(url))
          .satisfies(is(Reason.CONNECT_TIMEOUT))
          .message()
          .matches("127\\.0\\.0\\.1:\\d+ accepted a connection, and was not ready for TLS in time");
      assertThat(Used.connections(http)).isEqualTo(new Used(0, 0, 0));
    }
  }

  /** Repeated, since the time may be over between two reads. */
  @RepeatedTest(20)
  void aCallAsAWholeMayBeLimited() throws Exception {
    String body = "HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n";
    var options = HttpOptions.defaults().responseTimeout(LONG).timeout(SHORT);
    for (String head : new String[] {body, "HTTP/1.1 200 OK\r\nA: "}) {
      try (var server = dripping(head);
          var http = Http.open(options)) {
        assertThatThrownBy(() -> http.get(server.url("/"))).satisfies(is(Reason.TIMEOUT));
        assertThatThrownBy(
                () -> {
                  try (var response = http.stream(server.url("/"))) {
                    response.body().drain();
                  } catch (weft.TaskFailedException e) {
                    throw e.getCause();
                  }
                })
            .satisfies(is(Reason.TIMEOUT));
        assertThat(Used.connections(http)).isEqualTo(new Used(0, 0, 0));
      }
    }
  }

  @Test
  void aRequestMaySayOtherwiseThanItsClient() throws Exception {
    try (var server = silentAfter("");
        var http = Http.open(HttpOptions.defaults().timeout(LONG).responseTimeout(Duration.ZERO))) {
      assertThatThrownBy(() -> http.get(server.url("/"), r -> r.timeout(SHORT)))
          .satisfies(is(Reason.TIMEOUT));
    }
    try (var server = TestServer.ok("", "a".getBytes(UTF_8));
        var http = Http.open(HttpOptions.defaults().timeout(Duration.ofNanos(1)))) {
      assertThat(http.get(server.url("/"), r -> r.timeout(Duration.ZERO)).text()).isEqualTo("a");
    }
  }

  @Test
  void waitingForAConnectionCounts() throws Exception {
    var options = HttpOptions.defaults().connections(1, 1).responseTimeout(LONG).timeout(SHORT);
    try (var server = silentAfter("");
        var http = Http.open(options)) {
      var reached = new CountDownLatch(1);
      Weft.scope(s -> {
        s.background(() -> {
          reached.countDown();
          http.get(server.url("/"), r -> r.timeout(Duration.ZERO));
        });
        reached.await();
        while (Used.connections(http).inUse() == 0) Thread.onSpinWait();
        assertThatThrownBy(() -> http.get(server.url("/"))).satisfies(is(Reason.TIMEOUT));
      });
      assertThat(Used.connections(http)).isEqualTo(new Used(0, 0, 0));
    }
  }

  /** What the program takes to produce its body is not the server's silence. */
  @Test
  void aBodyThatIsSentSlowlyIsNotTheServersFault() throws Exception {
    Flow<byte[]> slow =
        Flow.generate(out -> {
          for (int i = 0; i < 2; i++) {
            Weft.sleep(Duration.ofMillis(1000));
            out.emit(new byte[] {65});
          }
        });
    try (var server = new JdkServer(JdkServer::echo);
        var http = Http.open(HttpOptions.defaults().responseTimeout(Duration.ofMillis(900)))) {
      assertThat(http.post(server.url("/"), Content.flow(slow, "a/b")).text()).endsWith(" AA");
    }
  }

  @Test
  void aServerThatTakesNothingIsGivenUp() throws Exception {
    try (var server = silentAfter("");
        var http = Http.open(HttpOptions.defaults().responseTimeout(SHORT))) {
      var endless = Flow.repeat(() -> new byte[1 << 20]);
      assertThatThrownBy(() -> http.post(server.url("/"), Content.flow(endless, "a/b")))
          .satisfies(is(Reason.RESPONSE_TIMEOUT));
      assertThat(Used.connections(http)).isEqualTo(new Used(0, 0, 0));
    }
  }
}
