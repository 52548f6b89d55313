package weft.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.crawl.SmallSite.html;
import static weft.crawl.SmallSite.pages;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import weft.crawl.CrawlSettings.Output;
import weft.junit.TestClock;
import weft.junit.WeftTest;

/** How long a crawl waits and for what, in virtual time: the requests are real. */
class CrawlTimesTest {
  @TempDir Path dir;

  private CrawlSettingsBuilder settings() {
    return CrawlSettings.builder(dir.resolve("db")).output(Output.REPLACE);
  }

  private static Duration seconds(long n) {
    return Duration.ofSeconds(n);
  }

  @WeftTest
  void aRateIsKept(TestClock clock) throws Exception {
    String[] links = IntStream.range(0, 60).mapToObj(i -> "/" + i).toArray(String[]::new);
    try (var site = new SmallSite(pages("/", html(links)))) {
      var _ = Crawl.of(settings().rate(0.1).build()).run(site.url("/"));
      // the first page, robots.txt and sixty others, ten seconds apart
      assertThat(site.requests).hasSize(62);
      assertThat(clock.elapsed()).isBetween(seconds(600), seconds(610));
    }
  }

  @WeftTest
  void aSiteMayAskForMoreTime(TestClock clock) throws Exception {
    String[] links = IntStream.range(0, 10).mapToObj(i -> "/" + i).toArray(String[]::new);
    var robots = "200 Content-Type: text/plain|User-agent: *\nCrawl-delay: 20\n";
    try (var site = new SmallSite(pages("/", html(links), "/robots.txt", robots))) {
      var _ = Crawl.of(settings().build()).run(site.url("/"));
      assertThat(site.requests).hasSize(12);
      assertThat(clock.elapsed()).isBetween(seconds(200), seconds(220));
    }
  }

  @WeftTest
  void retriesWaitLongerAndLonger(TestClock clock) throws Exception {
    try (var site = new SmallSite(pages("/", "503 |"))) {
      var settings = settings().retries(5).backoff(seconds(1), seconds(10));
      var _ = Crawl.of(settings.build()).run(site.url("/"));
      assertThat(site.requests).containsEntry("/", 6);
      // 1, 2, 4, 8 and 10 seconds, less or more a part that is random
      assertThat(clock.elapsed()).isBetween(seconds(12), seconds(38));
    }
  }

  @WeftTest
  void aServerSaysWhenToComeBack(TestClock clock) throws Exception {
    try (var site = new SmallSite(pages("/", "429 Retry-After: 20|"))) {
      var _ = Crawl.of(settings().retries(3).build()).run(site.url("/"));
      assertThat(site.requests).containsEntry("/", 4);
      assertThat(clock.elapsed()).isBetween(seconds(60), seconds(61));
    }
  }
}
