package weft.cli;

import java.time.Duration;
import weft.crawl.CrawlSummary;

/** Progress where lines can't be written over: in a log, or through a pipe. */
final class ProgressInLines implements Progress {
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final Streams streams;
  private boolean shown;

  ProgressInLines(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public void show(CrawlSummary soFar) {
    shown = true;
    long done = soFar.resumed() + soFar.progress().done();
    streams
        .err()
        .println(
            "weft: "
                + Quantities.count(done)
                + " of "
                + Quantities.count(done + soFar.progress().queued())
                + " URLs, "
                + Progress.details(soFar.progress()));
  }

  /** So that the last line agrees with the summary. */
  @Override
  public void end(CrawlSummary last) {
    if (shown) show(last);
  }
}
