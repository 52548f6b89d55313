package weft.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.atomic.AtomicInteger;
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
  @ValueSource(ints = {1, 2, 300, 1500})
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
