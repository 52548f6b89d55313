package weft.cli.live;

import java.util.List;
import java.util.Map;
import weft.cli.live.Rows.ErrorRow;
import weft.cli.live.Rows.FetchRow;
import weft.cli.live.Rows.HostRow;
import weft.cli.live.Rows.PageRow;
import weft.cli.live.Rows.Point;
import weft.crawl.CrawlProgress;
import weft.crawl.CrawlSnapshot;
import weft.crawl.result.Kind;

/**
 * How the crawl is now, and what is new.
 *
 * @param type what tells this message from others
 * @param number one more than that of the message before
 * @param state "running", "paused", or how it ended
 * @param hosts the busiest hosts
 * @param hostCount how many hosts there are in all
 * @param pages those that are new, oldest first; errors likewise
 */
record Tick(
    String type,
    long number,
    String state,
    Totals totals,
    Point point,
    Map<Kind, Long> kinds,
    Map<Integer, Long> statuses,
    List<HostRow> hosts,
    int hostCount,
    List<FetchRow> fetches,
    List<PageRow> pages,
    List<ErrorRow> errors) {
  private static final int MOST_HOSTS = 50;
  private static final int MOST_FETCHES = 60;

  /** The counts since the beginning. */
  record Totals(
      long urls, long pages, long errors, long queued, long bytes, long elapsed, int fetching) {}

  static Tick of(long number, CrawlSnapshot now) {
    CrawlProgress progress = now.progress();
    return new Tick(
        "tick",
        number,
        state(now),
        totals(now),
        Point.of(progress.elapsed(), now.window()),
        progress.outcomes(),
        now.statuses(),
        now.hosts().stream().limit(MOST_HOSTS).map(HostRow::of).toList(),
        now.hosts().size(),
        now.fetches().stream().limit(MOST_FETCHES).map(FetchRow::of).toList(),
        now.pages().stream().map(PageRow::of).toList(),
        now.errors().stream().map(ErrorRow::of).toList());
  }

  private static Totals totals(CrawlSnapshot now) {
    CrawlProgress progress = now.progress();
    long errors =
        progress.outcomes().getOrDefault(Kind.HTTP_ERROR, 0L)
            + progress.outcomes().getOrDefault(Kind.FAILED, 0L)
            + progress.outcomes().getOrDefault(Kind.TIMED_OUT, 0L);
    return new Totals(
        progress.done(),
        progress.pages(),
        errors,
        progress.queued(),
        progress.bytes(),
        progress.elapsed().toMillis(),
        now.fetching());
  }

  private static String state(CrawlSnapshot now) {
    return switch (now.end()) {
      case RUNNING -> now.paused() ? "paused" : "running";
      case COMPLETE -> "complete";
      case PAGE_LIMIT -> "page limit";
      case STOPPED -> "stopped";
      case CUT_SHORT -> "cut short";
    };
  }

  boolean isLast() {
    return !state.equals("running") && !state.equals("paused");
  }
}
