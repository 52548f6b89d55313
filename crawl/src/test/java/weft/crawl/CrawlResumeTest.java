package weft.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.CancelScope;
import weft.crawl.CrawlSettings.Output;
import weft.crawl.CrawlSummary.End;
import weft.crawl.demo.DemoSite;
import weft.crawl.result.Kind;

class CrawlResumeTest {
  @TempDir Path dir;

  private CrawlSettingsBuilder settings() {
    return CrawlSettings.builder(dir.resolve("demo"))
        .jsonLines(dir.resolve("pages.jsonl"))
        .backoff(Duration.ofMillis(1), Duration.ofMillis(5));
  }

  /** Crawls until so many URLs are done, and is cancelled then. */
  private void crawlUntil(int urls, Output output, DemoSite site) {
    var scope = new CancelScope();
    var done = new AtomicInteger();
    CrawlListener listener =
        _ -> {
          if (done.incrementAndGet() == urls) scope.cancel("that will do");
        };
    var crawl = Crawl.of(settings().output(output).listener(listener).build());
    assertThat(scope.run(() -> crawl.run(site.root().toString()))).isEmpty();
    assertThat(crawl.summary().end()).isEqualTo(End.CUT_SHORT);
    assertThat(crawl.summary().progress().done()).isGreaterThanOrEqualTo(urls);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 2, 2, 2, 300, 1500})
  void goesOnWhereItWasCancelled(int urls) throws Exception {
    try (var site = DemoSite.start()) {
      crawlUntil(urls, Output.CREATE, site);
      var before = Results.read(dir.resolve("demo"));
      var requested = site.requestCounts();
      assertThat(before.kinds()).hasSizeGreaterThanOrEqualTo(urls); // all that was done is stored
      assertThat(before.frontier()).isNotEmpty();

      var summary = Crawl.of(settings().output(Output.RESUME).build()).run();
      assertThat(summary.end()).isEqualTo(End.COMPLETE);
      assertThat(summary.resumed()).isEqualTo(before.kinds().size());
      CrawlDemoTest.assertSame(Results.read(dir.resolve("demo")), site.expected());
      for (URI url : before.kinds().keySet()) {
        String path = CrawlDemoTest.path(url);
        assertThat(site.requests(path))
            .describedAs(path)
            .isEqualTo(requested.getOrDefault(path, 0));
      }
      var lines = Files.readAllLines(dir.resolve("pages.jsonl"));
      assertThat(new HashSet<>(lines)).hasSameSizeAs(lines).hasSize(site.expected().pages().size());
    }
  }

  @Test
  void canBeCancelledAndResumedManyTimes() throws Exception {
    try (var site = DemoSite.start()) {
      crawlUntil(10, Output.CREATE, site);
      for (int i = 0; i < 8; i++) crawlUntil(100, Output.RESUME, site);
      var _ = Crawl.of(settings().output(Output.RESUME).build()).run();
      CrawlDemoTest.assertSame(Results.read(dir.resolve("demo")), site.expected());
    }
  }

  /** What was never requested is not done; so the crawl goes on when the site is there again. */
  @Test
  void aSiteThatIsDownWhenItIsResumedLosesNothing() throws Exception {
    String seed;
    int port;
    try (var site = DemoSite.start()) {
      crawlUntil(50, Output.CREATE, site);
      seed = site.root().toString();
      port = site.root().getPort();
    }
    int before = Results.read(dir.resolve("demo")).frontier().size();
    for (int i = 0; i < 2; i++) {
      var down = Crawl.of(settings().retries(0).output(Output.RESUME).build());
      assertThatThrownBy(down::run)
          .isInstanceOf(CrawlException.class)
          .hasMessageStartingWith("cannot crawl " + seed)
          .hasMessageContaining("refused the connection");
      assertThat(down.progress().done()).isEqualTo(before);
    }
    try (var site = DemoSite.start(port)) {
      var summary = Crawl.of(settings().output(Output.RESUME).build()).run();
      assertThat(summary.end()).isEqualTo(End.COMPLETE);
      CrawlDemoTest.assertSame(Results.read(dir.resolve("demo")), site.expected());
    }
  }

  @Test
  void whatFailedIsTriedAgainOnRequest() throws Exception {
    var asked = new ConcurrentHashMap<String, Integer>();
    String menu = "<a href=/broken>x</a><a href=/busy>x</a><a href=/gone>x</a>";
    String page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ";
    Function<String, byte[]> answers =
        path -> {
          boolean first = asked.merge(path, 1, Integer::sum) == 1;
          String answer =
              path.equals("/gone") || path.equals("/robots.txt")
                  ? "HTTP/1.1 404 Gone\r\nContent-Length: 0\r\n\r\n"
                  : path.equals("/busy") && first
                      ? "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"
                      : path.equals("/broken") && first
                          ? "no HTTP at all\r\n".repeat(100)
                          : page + menu.length() + "\r\n\r\n" + menu;
          return answer.getBytes(StandardCharsets.ISO_8859_1);
        };
    try (var site = new RawSite(answers, false)) {
      var _ = Crawl.of(settings().retries(0).build()).run(site.url("/"));
      var same = Crawl.of(settings().output(Output.RESUME).build()).run();
      assertThat(same.progress().done()).isZero();
      var again = settings().output(Output.RESUME).retryFailed(true).build();
      assertThat(Crawl.of(again).run().progress().outcomes()).containsEntry(Kind.PAGE, 2L);
      assertThat(asked)
          .isEqualTo(Map.of("/", 1, "/robots.txt", 2, "/broken", 2, "/busy", 2, "/gone", 1));
      assertThat(Results.read(dir.resolve("demo")).frontier()).isEmpty();
      assertThat(dir.resolve("pages.jsonl")).content().hasLineCount(3);
    }
  }

  @Test
  void thePageLimitIsExactAndCountsWhatWasThereBefore() throws Exception {
    try (var site = DemoSite.start()) {
      var crawl = Crawl.of(settings().pages(100).build());
      assertThat(crawl.run(site.root().toString()).end()).isEqualTo(End.PAGE_LIMIT);
      assertThat(crawl.progress().outcomes()).containsEntry(Kind.PAGE, 100L);
      var more = Crawl.of(settings().pages(250).output(Output.RESUME).build());
      assertThat(more.run().end()).isEqualTo(End.PAGE_LIMIT);
      assertThat(Results.read(dir.resolve("demo")).titles()).hasSize(250);
      var none = Crawl.of(settings().pages(250).output(Output.RESUME).build());
      assertThat(none.run().end()).isEqualTo(End.PAGE_LIMIT);
      assertThat(Results.read(dir.resolve("demo")).titles()).hasSize(250);
    }
  }
}
