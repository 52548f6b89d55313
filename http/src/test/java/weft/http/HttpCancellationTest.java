package weft.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.http.Used.connections;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.CancelScope;
import weft.CancelledError;
import weft.TimeoutException;
import weft.Weft;
import weft.flow.Flow;
import weft.resilience.Retry;

/**
 * None of these has a time limit of its own that would end it: it is the cancellation that does.
 */
class HttpCancellationTest {
  private static final HttpOptions FOR_EVER = HttpOptions.defaults().responseTimeout(Duration.ZERO);
  private static final Used NONE = connections(0, 0, 0);

  private static TestServer.Answer hanging(String before, Semaphore reached) {
    return (_, out) -> {
      out.write(before.getBytes(UTF_8));
      out.flush();
      reached.release();
      new CountDownLatch(1).await();
      return false;
    };
  }

  private static void call(Http http, String url) throws HttpException {
    try (var response = http.stream(url)) {
      response.bytes(1_000_000);
    }
  }

  @Test
  void aTaskThatWaitsForTheAnswerOrItsBodyEndsWhenItIsCancelled() throws Exception {
    String half = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf";
    for (String before : new String[] {"", half}) {
      var reached = new Semaphore(0);
      try (var server = new TestServer(hanging(before, reached));
          var http = Http.open(FOR_EVER)) {
        Weft.scope(s -> {
          var task = s.start(() -> call(http, server.url("/")));
          reached.acquireUninterruptibly();
          task.cancel("enough");
        });
        assertThat(connections(http)).isEqualTo(NONE);
      }
    }
  }

  @Test
  void aTimeoutIsATimeout() throws Exception {
    try (var server = new TestServer(hanging("", new Semaphore(0)));
        var http = Http.open(FOR_EVER)) {
      assertThatThrownBy(
              () -> Weft.timeout(Duration.ofMillis(10), () -> call(http, server.url("/"))))
          .isInstanceOf(TimeoutException.class);
      assertThat(connections(http)).isEqualTo(NONE);
      assertThat(Thread.interrupted()).isFalse();
    }
  }

  @Test
  void aPlatformThreadIsFreedToo() throws Exception {
    var reached = new Semaphore(0);
    try (var server = new TestServer(hanging("", reached));
        var http = Http.open(FOR_EVER)) {
      assertThat(Thread.currentThread().isVirtual()).isFalse();
      var scope = new CancelScope();
      Thread.ofVirtual()
          .start(() -> {
            reached.acquireUninterruptibly();
            scope.cancel("enough");
          });
      assertThat(scope.run(() -> call(http, server.url("/")))).isFalse();
      assertThat(connections(http)).isEqualTo(NONE);
    }
  }

  @Test
  void whoWaitsForAConnectionLeavesTheQueue() throws Exception {
    var reached = new Semaphore(0);
    try (var server = new TestServer(hanging("", reached));
        var http = Http.open(FOR_EVER.connections(1, 1))) {
      Weft.scope(s -> {
        s.start(() -> call(http, server.url("/")));
        reached.acquireUninterruptibly();
        var waiting = s.start(() -> call(http, server.url("/")));
        while (connections(http).waiting() == 0) Thread.onSpinWait();
        waiting.cancel("enough");
        while (!waiting.isDone()) Thread.onSpinWait();
        assertThat(connections(http)).isEqualTo(connections(1, 0, 0));
        s.cancel("all");
      });
      assertThat(connections(http)).isEqualTo(NONE);
    }
  }

  @Test
  void inACancelledScopeNothingIsSent() throws Exception {
    try (var server = TestServer.ok("", new byte[0]);
        var http = Http.open()) {
      var scope = new CancelScope();
      scope.cancel("before");
      boolean done =
          scope.run(() -> {
            for (int i = 0; i < 3; i++) {
              assertThatThrownBy(() -> http.stream(server.url("/")))
                  .isInstanceOf(CancelledError.class);
            }
            Weft.checkpoint();
          });
      assertThat(done).isFalse();
      assertThat(server.requests).isEmpty();
    }
  }

  /**
   * Wherever in a call a cancellation strikes, no connection stays lent and none is reused broken.
   */
  @Test
  void thousandsOfCallsCancelledAtAnyMomentLeakNothing() throws Exception {
    byte[] body = "x".repeat(20_000).getBytes(UTF_8);
    try (var server = TestServer.ok("", body);
        var http = Http.open(FOR_EVER.connections(8, 8))) {
      for (int round = 0; round < 100; round++) {
        int spins = round * 200;
        Weft.scope(s -> {
          for (int i = 0; i < 30; i++) {
            s.start(() -> {
              while (true) {
                try (var response = http.stream(server.url("/"))) {
                  assertThat(response.bytes(100_000)).hasSize(body.length);
                }
              }
            });
          }
          for (int i = 0; i < spins; i++) Thread.onSpinWait();
          s.cancel("enough");
        });
        assertThat(connections(http).inUse()).isZero();
        assertThat(connections(http).waiting()).isZero();
      }
      call(http, server.url("/"));
    }
  }

  /**
   * A read that always finds data never parks, and so never hears of the interrupt: this one looks
   * for a byte in empty gzip members.
   */
  @Test
  @Timeout(60)
  void aReadThatNeverWaitsEndsWhenItIsCancelled() throws Exception {
    var packed = new ByteArrayOutputStream();
    new GZIPOutputStream(packed).close();
    var reading = new CountDownLatch(100);
    try (var server =
            new TestServer((_, out) -> {
              out.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n".getBytes(UTF_8));
              while (true) {
                for (int i = 0; i < 1000; i++) out.write(packed.toByteArray());
                reading.countDown();
              }
            });
        var http = Http.open(FOR_EVER)) {
      Weft.scope(s -> {
        var task =
            s.start(() -> {
              try (var response = http.stream(server.url("/"))) {
                return response.inputStream(Long.MAX_VALUE / 2).read();
              }
            });
        assertThat(reading.await(50, TimeUnit.SECONDS)).isTrue();
        task.cancel("enough");
      });
      assertThat(connections(http)).isEqualTo(NONE);
    }
  }

  /** The header of gzip was read where the failure could be taken for one of the server. */
  @org.junit.jupiter.api.RepeatedTest(8)
  void aCancelledCallNeverLooksLikeAFailedOne() throws Exception {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write("x".repeat(20_000).getBytes(UTF_8));
    }
    var failed = new ConcurrentLinkedQueue<Throwable>();
    try (var server = TestServer.ok("Content-Encoding: gzip\n", packed.toByteArray());
        var http = Http.open(FOR_EVER)) {
      for (int round = 0; round < 200; round++) {
        int spins = round * 200;
        Weft.scope(s -> {
          for (int i = 0; i < 20; i++) {
            s.start(() -> {
              try {
                while (true) call(http, server.url("/"));
              } catch (HttpException e) {
                failed.add(e);
              }
            });
          }
          for (int i = 0; i < spins; i++) Thread.onSpinWait();
          s.cancel("enough");
        });
      }
      assertThat(failed).isEmpty();
    }
  }

  /** Redirects, cookies, retries, sent and received flows, cut at any moment. */
  @Test
  void thousandsOfCallsOfEveryKindCancelledAtAnyMomentLeakNothing() throws Exception {
    byte[] body = "x".repeat(30_000).getBytes(UTF_8);
    var failed = new ConcurrentLinkedQueue<Throwable>();
    var cancelled = new LongAdder();
    var options =
        FOR_EVER
            .connections(8, 8)
            .timeout(Duration.ofHours(1))
            .responseTimeout(Duration.ofHours(1))
            .retry(Retry.fixed(2, Duration.ofMillis(1)))
            .cookies(new CookieJar());
    try (var server =
            new JdkServer(exchange -> {
              exchange.getRequestBody().readAllBytes();
              exchange.getResponseHeaders().add("Set-Cookie", "a=b");
              boolean moved = exchange.getRequestURI().getPath().equals("/moved");
              if (moved) exchange.getResponseHeaders().add("Location", "/here");
              exchange.sendResponseHeaders(moved ? 302 : 200, body.length);
              exchange.getResponseBody().write(body);
            });
        var http = Http.open(options)) {
      for (int round = 0; round < 100; round++) {
        int spins = round * 1000;
        var begun = new CountDownLatch(15); // on a busy machine some never begin
        Weft.scope(s -> {
          for (int i = 0; i < 30; i++) {
            int kind = i % 3;
            s.start(() -> {
              begun.countDown();
              try {
                while (true) any(http, server, kind, body);
              } catch (HttpException e) {
                failed.add(e);
              } finally {
                cancelled.increment();
              }
            });
          }
          begun.await();
          begun.await();
          for (int i = 0; i < spins; i++) Thread.onSpinWait();
          s.cancel("enough");
        });
        assertThat(connections(http).inUse()).isZero();
        assertThat(connections(http).waiting()).isZero();
      }
      assertThat(failed).isEmpty();
      assertThat(cancelled.sum()).isGreaterThan(1000);
      assertThat(http.get(server.url("/moved")).bytes()).isEqualTo(body);
    }
  }

  private static void any(Http http, JdkServer server, int kind, byte[] body) throws HttpException {
    switch (kind) {
      case 0 -> assertThat(http.get(server.url("/moved")).bytes()).isEqualTo(body);
      case 1 -> {
        var sent = Content.flow(Flow.of(body, body), "a/b");
        assertThat(http.post(server.url("/here"), sent).bytes()).isEqualTo(body);
      }
      default -> {
        try (var response = http.stream(server.url("/here"))) {
          response.body().take(1).drain();
        }
      }
    }
  }
}
