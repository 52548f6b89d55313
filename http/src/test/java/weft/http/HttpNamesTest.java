package weft.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.http.Used.connections;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Weft;
import weft.http.HttpException.Reason;

/** Look-ups of names: those called "slow" wait until the test lets them go. */
@Timeout(60)
class HttpNamesTest {
  private final CountDownLatch go = new CountDownLatch(1);
  private final Semaphore slow = new Semaphore(0);
  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

  private InetAddress[] addresses(String host) throws UnknownHostException {
    asked.computeIfAbsent(host, _ -> new AtomicInteger()).incrementAndGet();
    if (host.startsWith("slow")) {
      slow.release();
      while (go.getCount() > 0) {
        try {
          go.await();
        } catch (InterruptedException _) {
          // like the system's resolver
        }
      }
    }
    if (!host.startsWith("fast")) throw new UnknownHostException(host);
    return new InetAddress[] {InetAddress.getLoopbackAddress()};
  }

  private void awaitSlow(int many) throws InterruptedException {
    assertThat(slow.tryAcquire(many, 30, TimeUnit.SECONDS)).isTrue();
  }

  private Http http() {
    return new Http(HttpOptions.defaults(), this::addresses);
  }

  private static String named(TestServer server, String host) {
    return server.url("/").replace("127.0.0.1", host);
  }

  /** They had the threads that compute, as many as there are processors, and waited in a row. */
  @Test
  void slowNamesKeepNobodyElseWaiting() throws Exception {
    int many = 40;
    try (var server = TestServer.ok("", new byte[0]);
        var http = http()) {
      Weft.scope(s -> {
        for (int i = 0; i < many; i++) {
          String url = "http://slow" + i + ".test/";
          s.start(() ->
              assertThatThrownBy(() -> http.stream(url))
                  .isInstanceOfSatisfying(
                      HttpException.class,
                      e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_HOST)));
        }
        awaitSlow(many);
        http.stream(named(server, "fast.test")).close();
        assertThat(Weft.toThread(() -> 1)).isEqualTo(1);
        go.countDown();
      });
    }
  }

  @Test
  void manyCallersOfOneSlowNameTakeOneThread() throws Exception {
    try (var server = TestServer.ok("", new byte[0]);
        var http = http()) {
      Weft.scope(s -> {
        for (int i = 0; i < 30; i++) {
          s.start(() ->
              assertThatThrownBy(() -> http.stream("http://slow.test/"))
                  .hasMessageContaining("unknown host"));
        }
        awaitSlow(1);
        http.stream(named(server, "fast.test")).close();
        assertThat(asked.get("slow.test")).hasValue(1);
        go.countDown();
      });
    }
  }

  /** And nothing of it is left in the pool. */
  @Test
  void aCallThatIsCancelledInALookUpLeavesAtOnceAndTheClientGoesOn() throws Exception {
    try (var server = TestServer.ok("", new byte[0]);
        var http = http()) {
      Weft.scope(s -> {
        var first = s.start(() -> http.stream("http://slow.test/"));
        awaitSlow(1);
        var second = s.start(() -> http.stream("http://slow.test/"));
        while (connections(http).inUse() < 2) Thread.onSpinWait();
        first.cancel("enough");
        second.cancel("enough");
      });
      assertThat(connections(http)).isEqualTo(connections(0, 0, 0));
      http.stream(named(server, "fast.test")).close();
      go.countDown();
      assertThatThrownBy(() -> http.stream("http://slow.test/"))
          .hasMessageContaining("unknown host");
    }
  }
}
