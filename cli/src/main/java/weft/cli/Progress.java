package weft.cli;

import java.time.Duration;
import weft.crawl.CrawlProgress;
import weft.crawl.CrawlSummary;
import weft.crawl.result.Kind;

/** Shows how far a crawl is, on the standard error. Used by one thread at a time. */
interface Progress {
  /** A bar on a terminal, else a line now and then. */
  static Progress on(Streams streams) {
    return streams.terminal().width() > 0
        ? new ProgressOnBar(streams)
        : new ProgressInLines(streams);
  }

  /** How often to show something. */
  Duration interval();

  /** Shows how far the crawl is. */
  void show(CrawlSummary soFar);

  /** The last word: how far it came. */
  void end(CrawlSummary last);

  /** URLs that were to be had and were not. */
  static long errors(CrawlProgress progress) {
    return progress.outcomes().getOrDefault(Kind.HTTP_ERROR, 0L)
        + progress.outcomes().getOrDefault(Kind.FAILED, 0L)
        + progress.outcomes().getOrDefault(Kind.TIMED_OUT, 0L);
  }

  /** Pages, their rate, and errors. */
  static String details(CrawlProgress progress) {
    return Quantities.count(progress.pages())
        + " pages, "
        + Quantities.rate(progress.pagesPerSecond())
        + "/s, "
        + Quantities.count(errors(progress))
        + " errors";
  }
}
