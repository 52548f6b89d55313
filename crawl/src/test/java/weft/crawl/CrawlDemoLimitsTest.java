package weft.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.crawl.CrawlDemoTest.assertSame;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.crawl.demo.DemoSite;
import weft.crawl.result.Kind;
import weft.junit.WeftTest;

/** Crawls the demo site as far as it is told. */
class CrawlDemoLimitsTest {
  @TempDir Path dir;

  private CrawlSettingsBuilder settings() {
    return CrawlSettings.builder(dir.resolve("demo"))
        .backoff(Duration.ofMillis(1), Duration.ofMillis(5));
  }

  @Test
  void levelByLevelDepthsAreTheSmallest() throws Exception {
    try (var site = DemoSite.start()) {
      var _ = Crawl.of(settings().depth(1000).build()).run(site.root().toString());
      var results = Results.read(dir.resolve("demo"));
      assertThat(results.depths()).isEqualTo(site.expected().depths());
      assertSame(results, site.expected());
    }
  }

  @Test
  void aLimitOnTheDepthTakesAllThatIsNearEnoughAndNothingElse() throws Exception {
    try (var site = DemoSite.start()) {
      var _ = Crawl.of(settings().depth(3).build()).run(site.root().toString());
      Set<URI> near =
          site.expected().depths().entrySet().stream()
              .filter(entry -> entry.getValue() <= 3)
              .map(Map.Entry::getKey)
              .collect(Collectors.toSet());
      var results = Results.read(dir.resolve("demo"));
      assertThat(results.kinds().keySet()).isEqualTo(near);
      assertThat(results.frontier()).isNotEmpty(); // a deeper crawl can go on from here
      var _ = Crawl.of(settings().output(CrawlSettings.Output.RESUME).build()).run();
      assertSame(Results.read(dir.resolve("demo")), site.expected());
    }
  }

  @WeftTest
  void aPageThatNeverAnswersTimesOut() throws Exception {
    try (var site = DemoSite.startWithHang()) {
      var hang = site.root().resolve("/hang");
      var limited = settings().timeout(Duration.ofHours(2)).depth(0).build();
      var summary = Crawl.of(limited).run(hang.toString(), site.root().toString());
      assertThat(summary.progress().outcomes())
          .containsEntry(Kind.TIMED_OUT, 1L)
          .containsEntry(Kind.PAGE, 1L);
      assertThat(site.requests("/hang")).isEqualTo(1);
    }
  }
}
