package weft.crawl;

import java.time.Duration;
import java.util.function.Supplier;
import weft.crawl.CrawlSnapshot.Window;

/** Takes the snapshots of a crawl for one who watches it. For one thread. */
final class Sampler {
  private static final int MOST_FETCHES = 200;

  private final Supplier<CrawlSummary> summary;
  private final Observations seen;
  private final Pause pause;
  private CrawlProgress last;
  private long[] lastLatencies;
  private long pagesSeen;
  private long errorsSeen;

  Sampler(Supplier<CrawlSummary> summary, Observations seen, Pause pause) {
    this.summary = summary;
    this.seen = seen;
    this.pause = pause;
    this.last = summary.get().progress();
    this.lastLatencies = seen.latencies.counts();
  }

  CrawlSnapshot next() {
    CrawlSummary now = summary.get();
    CrawlProgress progress = now.progress();
    var pages = seen.pages.after(pagesSeen);
    var errors = seen.errors.after(errorsSeen);
    pagesSeen = pages.seen();
    errorsSeen = errors.seen();
    return new CrawlSnapshot(
        now.end(),
        pause.isOn(),
        progress,
        window(progress),
        seen.statuses(),
        seen.hosts(progress),
        seen.flights.count(),
        seen.flights.snapshot(MOST_FETCHES),
        pages.items(),
        errors.items());
  }

  private Window window(CrawlProgress now) {
    CrawlProgress before = last;
    long[] latencies = seen.latencies.counts();
    var fresh = new long[latencies.length];
    for (int i = 0; i < fresh.length; i++) fresh[i] = latencies[i] - lastLatencies[i];
    last = now;
    lastLatencies = latencies;
    Duration length = now.elapsed().minus(before.elapsed());
    return new Window(
        length,
        now.done() - before.done(),
        now.pages() - before.pages(),
        now.bytes() - before.bytes(),
        Latencies.quantile(fresh, 0.5),
        Latencies.quantile(fresh, 0.95),
        Latencies.quantile(fresh, 0.99));
  }
}
