package weft.crawl;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import weft.Clock;
import weft.crawl.CrawlSnapshot.HostState;
import weft.crawl.CrawlSnapshot.NewPage;
import weft.crawl.result.PageContent;
import weft.crawl.result.UrlOutcome;
import weft.crawl.result.Visit;

/** What {@link CrawlSnapshot}s are made of, noted by many tasks while they work. */
final class Observations {
  private static final int MOST_NEWS = 50;

  final Flights flights;
  final Latencies latencies = new Latencies();
  final Recent<NewPage> pages = new Recent<>(MOST_NEWS);
  final Recent<UrlOutcome> errors = new Recent<>(MOST_NEWS);
  private final Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();
  private volatile @Nullable Frontier frontier;

  Observations(Clock clock) {
    flights = new Flights(clock);
  }

  void begin(Frontier of) {
    frontier = of;
  }

  void done(Visit visit) {
    UrlOutcome outcome = visit.outcome();
    if (outcome.attempts() > 0) {
      statuses.computeIfAbsent(outcome.status(), _ -> new LongAdder()).increment();
      latencies.add(outcome.duration());
    }
    switch (outcome.kind()) {
      case PAGE -> pages.add(new NewPage(visit.page().map(PageContent::title).orElse(""), outcome));
      case HTTP_ERROR, FAILED, TIMED_OUT -> errors.add(outcome);
      case DUPLICATE,
          NO_INDEX,
          SITEMAP,
          SITEMAP_INDEX,
          REDIRECT,
          NOT_HTML,
          TOO_LARGE,
          DISALLOWED,
          REDIRECT_LOOP -> {}
    }
  }

  Map<Integer, Long> statuses() {
    var sums = new HashMap<Integer, Long>();
    statuses.forEach((status, count) -> sums.put(status, count.sum()));
    return sums;
  }

  List<HostState> hosts(CrawlProgress progress) {
    Frontier current = frontier;
    return current == null ? List.of() : current.states(progress.hosts());
  }
}
