package weft.crawl.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.run;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.CancelScope;
import weft.Environment;
import weft.crawl.url.WebUrl;
import weft.http.Http;

@Timeout(60)
class FetcherTest {
  /** Or it would be stored as an error, and not be fetched when the crawl is resumed. */
  @Test
  void whatTheEndOfTheCrawlKeepsFromBeingTriedAgainIsNotDone() throws Exception {
    var requests = new AtomicInteger();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.sendResponseHeaders(503, -1);
          exchange.close();
        });
    server.start();
    var url = WebUrl.parse("http://127.0.0.1:" + server.getAddress().getPort() + "/").orElseThrow();
    var over = new AtomicBoolean();
    try {
      run(() -> {
        try (var http = Http.open()) {
          var scope = new CancelScope();
          scope.run(() -> {
            var unused =
                fetcher(http).fetch(url, new Accept(_ -> true, 1_000, false), ending(scope));
            over.set(true);
          });
        }
      });
    } finally {
      server.stop(0);
    }
    assertThat(requests).hasValue(1);
    assertThat(over).as("fetched").isFalse();
  }

  private static Fetcher fetcher(Http http) {
    var ms = Duration.ofMillis(1);
    var rules = new FetchRules(Duration.ofSeconds(30), 3, ms, ms, Optional.empty());
    return new Fetcher(http, rules, Environment.current().clock());
  }

  /** Lets all pass, and ends the crawl with the first answer. */
  private static Gate ending(CancelScope crawl) {
    return new Gate() {
      @Override
      public Pass enter() {
        return () -> {};
      }

      @Override
      public void answered(Fetched fetched) {
        crawl.cancel("the end");
      }
    };
  }
}
