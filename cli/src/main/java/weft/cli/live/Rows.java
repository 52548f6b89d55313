package weft.cli.live;

import java.time.Duration;
import java.util.Locale;
import weft.crawl.CrawlSnapshot.Fetch;
import weft.crawl.CrawlSnapshot.HostState;
import weft.crawl.CrawlSnapshot.NewPage;
import weft.crawl.CrawlSnapshot.Window;
import weft.crawl.result.UrlOutcome;

/** What stands in the lines of the page's tables, and the points of its charts. Times in ms. */
final class Rows {
  private Rows() {}

  /**
   * A point of the charts.
   *
   * @param t milliseconds since the crawl began
   * @param pages pages a second; the next are URLs and bytes
   * @param p50 what half of the answers took at most; 0 if there were none
   */
  record Point(
      long t, double pages, double urls, double bytes, double p50, double p95, double p99) {
    static Point of(Duration at, Window window) {
      return new Point(
          at.toMillis(),
          rounded(window.pagesPerSecond()),
          rounded(window.urlsPerSecond()),
          Math.rint(window.bytesPerSecond()),
          millis(window.median()),
          millis(window.p95()),
          millis(window.p99()));
    }
  }

  record HostRow(
      String host,
      long waiting,
      int tasks,
      int requests,
      int limit,
      double interval,
      long urls,
      double mean,
      double max) {
    static HostRow of(HostState state) {
      return new HostRow(
          state.host(),
          state.waiting(),
          state.tasks(),
          state.requests(),
          state.limit(),
          millis(state.interval().orElse(Duration.ZERO)),
          state.stats().urls(),
          millis(state.stats().mean()),
          millis(state.stats().max()));
    }
  }

  record FetchRow(String url, String host, String stage, int attempt, double since) {
    static FetchRow of(Fetch fetch) {
      return new FetchRow(
          fetch.url(),
          fetch.host(),
          fetch.stage().name().toLowerCase(Locale.ROOT),
          fetch.attempt(),
          millis(fetch.since()));
    }
  }

  record PageRow(String url, String title, int status, double time, long bytes, int depth) {
    static PageRow of(NewPage page) {
      UrlOutcome outcome = page.outcome();
      return new PageRow(
          outcome.url(),
          page.title(),
          outcome.status(),
          millis(outcome.duration()),
          outcome.bytes(),
          outcome.depth());
    }
  }

  record ErrorRow(String url, String kind, int status, int attempts, String detail, String from) {
    static ErrorRow of(UrlOutcome outcome) {
      return new ErrorRow(
          outcome.url(),
          outcome.kind().name(),
          outcome.status(),
          outcome.attempts(),
          outcome.detail().orElse(""),
          outcome.referrer().orElse(""));
    }
  }

  /** One digit after the point is enough to look at. */
  static double millis(Duration time) {
    return rounded(time.toNanos() / 1e6);
  }

  private static double rounded(double number) {
    return Math.rint(number * 10) / 10;
  }
}
