package weft.cli;

import java.time.Duration;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;
import weft.crawl.CrawlSummary;

/** Progress in the last line of a terminal. */
final class ProgressOnBar implements Progress {
  private static final Duration INTERVAL = Duration.ofMillis(200);
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final Streams streams;
  private final ProgressBar bar;

  ProgressOnBar(Streams streams) {
    this.streams = streams;
    // The library's own consumer would ask another library for the width of the terminal, which
    // would take Ctrl-C away from us.
    var consumer = new DelegatingProgressBarConsumer(this::draw, streams.terminal().width() - 1);
    bar =
        ProgressBar.builder()
            .setTaskName("crawl")
            .setInitialMax(1)
            .setStyle(
                streams.terminal().isUnicode()
                    ? ProgressBarStyle.UNICODE_BLOCK
                    : ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis((int) INTERVAL.toMillis())
            .hideEta()
            .setConsumer(consumer)
            .build();
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public void show(CrawlSummary soFar) {
    long done = soFar.resumed() + soFar.progress().done();
    bar.maxHint(Math.max(1, done + soFar.progress().queued()));
    bar.stepTo(done);
    bar.setExtraMessage(" " + Progress.details(soFar.progress()));
  }

  private void draw(String line) {
    streams.err().print("\r" + line);
    streams.err().flush();
  }

  /** The summary takes its place. */
  @Override
  public void end(CrawlSummary last) {
    bar.close();
    streams.err().print(CLEAR_LINE);
    streams.err().flush();
  }
}
