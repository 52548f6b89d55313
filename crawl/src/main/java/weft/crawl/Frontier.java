package weft.crawl;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import weft.Scope;
import weft.crawl.CrawlProgress.HostStats;
import weft.crawl.CrawlSnapshot.HostState;
import weft.crawl.frontier.Fingerprints;
import weft.crawl.frontier.SpillFile;
import weft.sync.CapacityLimiter;

/**
 * What is to be visited: every URL once, breadth first.
 *
 * <p>With a limit on the depth it goes level by level, since a page that is reached on a detour
 * first would be cut off from pages that are near enough. Without one, no host waits for another.
 *
 * <p>In memory are fingerprints of all URLs, and the two ends of each queue; the rest is in a file.
 */
final class Frontier {
  private final CrawlSettings settings;
  private final Counters counters;
  private final Host.Worker worker;
  private final Pause pause;
  private final CapacityLimiter<String> capacity;
  private final SpillFile spill;
  private final Fingerprints started = new Fingerprints();
  private final Map<String, Host> hosts = new ConcurrentHashMap<>();
  private final Levels later; // guarded by itself
  private volatile int level;
  private volatile @Nullable Scope scope;

  Frontier(
      CrawlSettings settings, Counters counters, Host.Worker worker, Pause pause, SpillFile spill) {
    this.settings = settings;
    this.counters = counters;
    this.worker = worker;
    this.pause = pause;
    this.spill = spill;
    this.later = new Levels(spill);
    this.capacity = new CapacityLimiter<>(settings.concurrency, settings.perHost);
    this.level = -1;
  }

  /** What goes on at each host, in the order of {@code stats}; those not in it come last. */
  List<HostState> states(List<HostStats> stats) {
    var known = new HashMap<String, HostStats>();
    for (HostStats host : stats) known.put(host.host(), host);
    return hosts.values().stream()
        .map(host ->
            host.state(known.getOrDefault(host.authority(), HostStats.none(host.authority()))))
        .sorted(Comparator.comparingLong((HostState host) -> host.stats().urls()).reversed())
        .toList();
  }

  /** Notes a URL that an earlier crawl has done. */
  void addDone(String url) {
    started.add(url);
  }

  /** Takes a URL in, unless it is known. Before the first level is open, it waits for that. */
  void offer(Target target) {
    String url = target.url().toString();
    if (target.depth() > settings.depth.orElse(Integer.MAX_VALUE) || started.contains(url)) return;
    synchronized (later) {
      // A redirect may lead on this level to what a link has put on the next.
      boolean waits = later.contains(url);
      boolean now = isOpen(target);
      if (now ? !started.add(url) : started.contains(url)) return;
      if (!waits) counters.queued();
      if (now) start(target);
      else later.add(target);
    }
  }

  private boolean isOpen(Target target) {
    return scope != null && (settings.depth.isEmpty() || target.depth() <= level);
  }

  /** Opens the next level: its tasks run in {@code current}. False if nothing is left. */
  boolean open(Scope current) {
    synchronized (later) {
      if (later.isEmpty()) return false;
      scope = current;
      level = later.nearest();
      do {
        later.drainNearest(target -> {
          if (started.add(target.url().toString())) start(target);
        });
      } while (settings.depth.isEmpty() && !later.isEmpty());
      return true;
    }
  }

  private void start(Target target) {
    Scope current = scope;
    if (current == null) throw new IllegalStateException("no level is open");
    hosts
        .computeIfAbsent(
            target.url().origin(),
            _ -> new Host(target.url().authority(), capacity, settings, pause, spill))
        .add(target, current, worker);
  }
}
