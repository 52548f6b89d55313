package weft.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weft.Clock;
import weft.crawl.CrawlSummary.End;
import weft.crawl.result.Kind;
import weft.crawl.result.PageContent;
import weft.crawl.result.UrlOutcome;
import weft.crawl.result.Visit;

/** Snapshots of a crawl whose clock goes as the test says. */
class SamplerTest {
  private long nanos = 1_000_000_000;
  private final Clock clock =
      new Clock() {
        @Override
        public long nanoTime() {
          return nanos;
        }

        @Override
        public Instant now() {
          return Instant.EPOCH.plusNanos(nanos);
        }

        @Override
        public Timer callAt(long nanoTime, Runnable action) {
          throw new AssertionError("nobody waits here");
        }
      };
  private final Counters counters = new Counters(clock);
  private final Pause pause = new Pause();
  private End end = End.RUNNING;
  private final Sampler sampler = sampler();

  private Sampler sampler() {
    return new Sampler(
        () -> new CrawlSummary(end, counters.snapshot(), 0, Path.of("x"), Optional.empty()),
        counters.observations(),
        pause);
  }

  private void after(Duration time) {
    nanos += time.toNanos();
  }

  private void done(String url, Kind kind, int status, Duration time, long bytes) {
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
    counters.done("h", new Visit(outcome, page, List.of(), List.of()));
  }

  @Test
  void aWindowIsAboutWhatCameSinceTheSnapshotBefore() {
    counters.begin();
    assertThat(sampler.next().window().length()).isZero();

    for (int i = 0; i < 10; i++) done("/" + i, Kind.PAGE, 200, Duration.ofMillis(20), 100);
    done("/gone", Kind.HTTP_ERROR, 404, Duration.ofMillis(200), 0);
    after(Duration.ofMillis(500));
    CrawlSnapshot first = sampler.next();
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

    after(Duration.ofSeconds(1));
    CrawlSnapshot second = sampler.next();
    assertThat(second.window().urls()).isZero();
    assertThat(second.window().p95()).as("no answers, no latency").isZero();
    assertThat(second.pages()).isEmpty();
    assertThat(second.errors()).isEmpty();
    assertThat(second.statuses()).as("since the beginning").hasSize(2);
    assertThat(second.progress().done()).isEqualTo(11);
  }

  @Test
  void eachWatcherHasWindowsOfItsOwn() {
    counters.begin();
    done("/1", Kind.PAGE, 200, Duration.ofMillis(1), 1);
    after(Duration.ofSeconds(1));
    assertThat(sampler.next().window().pages()).isEqualTo(1);
    var late = sampler();
    assertThat(late.next().window().pages()).isZero();
    done("/2", Kind.PAGE, 200, Duration.ofMillis(1), 1);
    assertThat(late.next().window().pages()).isEqualTo(1);
    assertThat(sampler.next().window().pages()).isEqualTo(1);
  }

  @Test
  void whatWasNeverRequestedHasNoStatusAndNoLatency() {
    counters.begin();
    done("/no", Kind.DISALLOWED, 0, Duration.ZERO, 0);
    CrawlSnapshot snapshot = sampler.next();
    assertThat(snapshot.statuses()).isEmpty();
    assertThat(snapshot.errors()).isEmpty();
    assertThat(snapshot.window().urls()).isEqualTo(1);
  }

  @Test
  void theStateIsTold() {
    assertThat(sampler.next().paused()).isFalse();
    pause.begin();
    assertThat(sampler.next().paused()).isTrue();
    pause.end();
    end = End.STOPPED;
    assertThat(sampler.next()).matches(now -> !now.paused() && now.end() == End.STOPPED);
  }

  @Test
  void stagesOfAFetchAndHowLongItHasBeenThere() {
    var host =
        new Host(
            "h",
            new weft.sync.CapacityLimiter<>(1, 1),
            CrawlSettings.builder(Path.of("x")).build(),
            pause);
    var url = weft.crawl.url.WebUrl.parse("http://h/a").orElseThrow();
    try (var flight = counters.observations().flights.begin(Target.seed(url), host)) {
      var permit = flight.enter();
      after(Duration.ofMillis(30));
      assertThat(sampler.next().fetches())
          .containsExactly(
              new CrawlSnapshot.Fetch(
                  "http://h/a", "h", CrawlSnapshot.Stage.SENT, 1, Duration.ofMillis(30)));
      permit.close();
      flight.left();
      after(Duration.ofMillis(5));
      assertThat(sampler.next().fetches())
          .containsExactly(
              new CrawlSnapshot.Fetch(
                  "http://h/a", "h", CrawlSnapshot.Stage.WAITS_TO_RETRY, 2, Duration.ofMillis(5)));
      assertThat(sampler.next().fetching()).isEqualTo(1);
    }
    assertThat(sampler.next().fetching()).isZero();
  }
}
