package weft.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.scope;
import static weft.Weft.sleep;
import static weft.crawl.SmallSite.html;
import static weft.crawl.SmallSite.pages;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import weft.crawl.CrawlSummary.End;
import weft.junit.TestClock;
import weft.junit.WeftTest;

/** Snapshots and pauses of a crawl that keeps a pace, in virtual time: the requests are real. */
class CrawlSnapshotTimesTest {
  private static final String[] LINKS =
      IntStream.range(0, 30).mapToObj(i -> "/" + i).toArray(String[]::new);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir Path dir;

  /** A request each ten seconds. */
  private Crawl crawl() {
    return Crawl.of(CrawlSettings.builder(dir.resolve("db")).rate(0.1).build());
  }

  @WeftTest
  void snapshotsComeWhenTheyAreDue() throws Exception {
    try (var site = new SmallSite(pages("/", html(LINKS)))) {
      var crawl = crawl();
      var seen = new ArrayList<CrawlSnapshot>();
      scope(s -> {
        s.start("watch", () -> crawl.snapshots(MINUTE).forEach(seen::add));
        var _ = crawl.run(site.url("/"));
      });
      assertThat(seen.getLast().end()).isEqualTo(End.COMPLETE);
      assertThat(seen.getLast().progress().done()).isEqualTo(31);
      assertThat(seen).hasSizeBetween(6, 8);
      for (var snapshot : seen.subList(2, seen.size() - 1)) {
        assertThat(snapshot.window().length()).isEqualTo(MINUTE);
        assertThat(snapshot.window().urls()).isBetween(5L, 7L);
        assertThat(snapshot.window().urlsPerSecond()).isBetween(0.08, 0.12);
        assertThat(snapshot.hosts().getFirst().interval()).contains(Duration.ofSeconds(10));
      }
    }
  }

  @WeftTest
  void afterAPauseThePaceIsKeptAsBefore(TestClock clock) throws Exception {
    try (var site = new SmallSite(pages("/", html(LINKS)))) {
      var crawl = crawl();
      scope(s -> {
        s.start(
            "buttons",
            () -> {
              sleep(Duration.ofSeconds(95));
              crawl.pause();
              sleep(Duration.ofSeconds(1)); // until what was sent is answered
              int before = site.requests.size();
              assertThat(before).isBetween(8, 11);
              sleep(Duration.ofHours(1));
              assertThat(site.requests).as("in the pause").hasSize(before);
              crawl.resume();
              sleep(MINUTE);
              assertThat(site.requests.size() - before).as("no burst").isBetween(4, 7);
            });
        assertThat(crawl.run(site.url("/")).end()).isEqualTo(End.COMPLETE);
      });
      assertThat(site.requests).hasSize(32);
      assertThat(clock.elapsed()).isGreaterThan(Duration.ofSeconds(3_600 + 300));
    }
  }
}
