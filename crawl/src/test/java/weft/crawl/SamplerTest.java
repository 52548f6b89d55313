package weft.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.sleep;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weft.Clock;
import weft.Environment;
import weft.crawl.CrawlSummary.End;
import weft.crawl.result.Kind;
import weft.crawl.result.PageContent;
import weft.crawl.result.UrlOutcome;
import weft.crawl.result.Visit;
import weft.junit.WeftTest;

/** Snapshots of a crawl in virtual time. */
class SamplerTest {
  /** A crawl of which the test says what is done. */
  private static final class Watched {
    final Clock clock = Environment.current().clock();
    final Counters counters = new Counters(clock);
    final Pause pause = new Pause();
    End end = End.RUNNING;
    final Sampler sampler = sampler();

    Sampler sampler() {
      return new Sampler(
          () ->
              new CrawlSummary(
                  end,
                  counters.snapshot(),
                  0,
                  0,
                  CrawlDatabase.of(Path.of("x")),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty()),
          counters.observations(),
          pause);
    }

    void done(String url, Kind kind, int status, Duration time, long bytes) {
      var outcome =
          new UrlOutcome(
              url,
              kind,
              status,
              status == 0 && kind == Kind.DISALLOWED ? 0 : 1,
              bytes,
              time,
              1,
              Optional.empty(),
              Optional.empty(),
              clock.now());
      var page =
          kind == Kind.PAGE
              ? Optional.of(
                  new PageContent(
                      "title of " + url, "text/html", "UTF-8", bytes, "", Optional.empty()))
              : Optional.<PageContent>empty();
      counters.queued();
      counters.done("h", new Visit(outcome, page, List.of(), 0));
    }
  }

  @WeftTest
  void aWindowIsAboutWhatCameSinceTheSnapshotBefore() {
    var crawl = new Watched();
    crawl.counters.begin();
    assertThat(crawl.sampler.next().window().length()).isZero();

    for (int i = 0; i < 10; i++) crawl.done("/" + i, Kind.PAGE, 200, Duration.ofMillis(20), 100);
    crawl.done("/gone", Kind.HTTP_ERROR, 404, Duration.ofMillis(200), 0);
    sleep(Duration.ofMillis(500));
    CrawlSnapshot first = crawl.sampler.next();
    assertThat(first.window().length()).isEqualTo(Duration.ofMillis(500));
    assertThat(first.window().pagesPerSecond()).isEqualTo(20);
    assertThat(first.window().urlsPerSecond()).isEqualTo(22);
    assertThat(first.window().bytesPerSecond()).isEqualTo(2_000);
    assertThat(first.window().median().toMillis()).isBetween(18L, 22L);
    assertThat(first.window().p99().toMillis()).isBetween(180L, 220L);
    assertThat(first.pages()).hasSize(10);
    assertThat(first.pages().getFirst().title()).isEqualTo("title of /0");
    assertThat(first.errors()).extracting(UrlOutcome::url).containsExactly("/gone");
    assertThat(first.statuses()).isEqualTo(Map.of(200, 10L, 404, 1L));

    sleep(Duration.ofSeconds(1));
    CrawlSnapshot second = crawl.sampler.next();
    assertThat(second.window().urls()).isZero();
    assertThat(second.window().p95()).as("no answers, no latency").isZero();
    assertThat(second.pages()).isEmpty();
    assertThat(second.errors()).isEmpty();
    assertThat(second.statuses()).as("since the beginning").hasSize(2);
    assertThat(second.progress().done()).isEqualTo(11);
  }

  @WeftTest
  void eachWatcherHasWindowsOfItsOwn() {
    var crawl = new Watched();
    crawl.counters.begin();
    crawl.done("/1", Kind.PAGE, 200, Duration.ofMillis(1), 1);
    sleep(Duration.ofSeconds(1));
    assertThat(crawl.sampler.next().window().pages()).isEqualTo(1);
    var late = crawl.sampler();
    assertThat(late.next().window().pages()).isZero();
    crawl.done("/2", Kind.PAGE, 200, Duration.ofMillis(1), 1);
    assertThat(late.next().window().pages()).isEqualTo(1);
    assertThat(crawl.sampler.next().window().pages()).isEqualTo(1);
  }

  @WeftTest
  void whatWasNeverRequestedHasNoStatusAndNoLatency() {
    var crawl = new Watched();
    crawl.counters.begin();
    crawl.done("/no", Kind.DISALLOWED, 0, Duration.ZERO, 0);
    CrawlSnapshot snapshot = crawl.sampler.next();
    assertThat(snapshot.statuses()).isEmpty();
    assertThat(snapshot.errors()).isEmpty();
    assertThat(snapshot.window().urls()).isEqualTo(1);
  }

  @WeftTest
  void theStateIsTold() {
    var crawl = new Watched();
    assertThat(crawl.sampler.next().paused()).isFalse();
    crawl.pause.begin();
    assertThat(crawl.sampler.next().paused()).isTrue();
    crawl.pause.end();
    crawl.end = End.STOPPED;
    assertThat(crawl.sampler.next()).matches(now -> !now.paused() && now.end() == End.STOPPED);
  }

  @WeftTest
  void stagesOfAFetchAndHowLongItHasBeenThere() {
    var crawl = new Watched();
    var host =
        new Host(
            "h",
            new weft.sync.CapacityLimiter<>(1, 1),
            CrawlSettings.builder(Path.of("x")).build(),
            crawl.pause,
            new weft.crawl.frontier.SpillFile(Path.of("x")));
    var url = weft.crawl.url.WebUrl.parse("http://h/a").orElseThrow();
    try (var flight = crawl.counters.observations().flights.begin(Target.seed(url), host)) {
      var permit = flight.enter();
      sleep(Duration.ofMillis(30));
      assertThat(crawl.sampler.next().fetches())
          .containsExactly(
              new CrawlSnapshot.Fetch(
                  "http://h/a", "h", CrawlSnapshot.Stage.SENT, 1, Duration.ofMillis(30)));
      permit.close();
      flight.left();
      sleep(Duration.ofMillis(5));
      assertThat(crawl.sampler.next().fetches())
          .containsExactly(
              new CrawlSnapshot.Fetch(
                  "http://h/a", "h", CrawlSnapshot.Stage.WAITS_TO_RETRY, 2, Duration.ofMillis(5)));
      assertThat(crawl.sampler.next().fetching()).isEqualTo(1);
    }
    assertThat(crawl.sampler.next().fetching()).isZero();
  }
}
