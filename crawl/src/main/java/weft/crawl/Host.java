package weft.crawl;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.Scope;
import weft.crawl.CrawlProgress.HostStats;
import weft.crawl.CrawlSnapshot.HostState;
import weft.crawl.fetch.Fetched;
import weft.crawl.fetch.Fetcher;
import weft.crawl.fetch.Gate;
import weft.crawl.frontier.SpillFile;
import weft.crawl.frontier.SpilledQueue;
import weft.crawl.result.Kind;
import weft.sync.CapacityLimiter;
import weft.sync.Mutex;
import weft.sync.Permit;
import weft.sync.RateLimiter;

/**
 * One host (with scheme and port): what is to be visited there, first in, first out, and the tasks
 * that do it. There are tasks only while there is work, so that the end of the work is the end of
 * the scope.
 */
final class Host implements Gate {
  /**
   * Tasks beyond those that may send at once: they wait before a retry, or for the store, and must
   * not keep the others from sending.
   */
  private static final int SPARE = 256;

  private final String authority;
  private final CapacityLimiter<String> capacity;
  private final Optional<CongestionWindow> window;
  private final CapacityLimiter<String> own; // the window's limit; set under it
  private final Pause pause;
  private final int maxWorkers;
  private final Mutex asking = new Mutex();
  private final SpilledQueue<Target> queue; // guarded by this, like the next
  private int workers;
  private volatile Optional<RateLimiter> rate;
  private volatile Optional<Duration> interval;
  private volatile @Nullable RobotsAccess robots;

  Host(
      String authority,
      CapacityLimiter<String> capacity,
      CrawlSettings settings,
      Pause pause,
      SpillFile spill) {
    this.authority = authority;
    this.capacity = capacity;
    this.pause = pause;
    this.queue = new SpilledQueue<>(spill, new Target.Codec());
    this.window =
        settings.adaptive ? Optional.of(new CongestionWindow(settings.perHost)) : Optional.empty();
    int first = window.map(CongestionWindow::size).orElse(settings.perHost);
    this.own = new CapacityLimiter<>(first, first);
    this.maxWorkers = settings.perHost + SPARE;
    this.rate = settings.interval.map(Host::every);
    this.interval = settings.interval;
  }

  /** What does the work. */
  interface Worker {
    void visit(Host host, Target target);
  }

  /** Adds work, and a task for it unless there are enough. */
  void add(Target target, Scope scope, Worker worker) {
    synchronized (this) {
      queue.add(target);
      if (workers == maxWorkers) return;
      workers++;
    }
    scope.start(authority, () -> work(worker));
  }

  private void work(Worker worker) {
    for (var next = next(); next.isPresent(); next = next()) worker.visit(this, next.get());
  }

  private synchronized Optional<Target> next() {
    Optional<Target> target = queue.poll();
    if (target.isEmpty()) workers--;
    return target;
  }

  /** What robots.txt allows; asked for once, by the first task that wants to know. */
  RobotsAccess robots(Target target, Fetcher fetcher, CrawlSettings settings) {
    RobotsAccess known = robots;
    if (known != null) return known;
    try (var _ = asking.acquire()) {
      known = robots;
      if (known == null) {
        known = RobotsAccess.fetch(target.url(), fetcher, this, settings.userAgent);
        slowDown(known.delay(), settings.interval);
        robots = known;
      }
      return known;
    }
  }

  private void slowDown(Optional<Duration> asked, Optional<Duration> set) {
    if (asked.isEmpty()) return;
    boolean slower = set.isEmpty() || asked.get().compareTo(set.get()) > 0;
    if (!slower) return;
    rate = asked.map(Host::every);
    interval = asked;
  }

  private static RateLimiter every(Duration interval) {
    return RateLimiter.of(1, interval);
  }

  /**
   * First the turn, then the permits, the host's own before that of all: who waits keeps nobody
   * from sending elsewhere. Who has them when a pause begins gives them back, so that all don't
   * send at once at its end.
   */
  @Override
  public Pass enter() {
    while (true) {
      pause.pass();
      if (rate.isPresent()) rate.get().acquire();
      Pass pass = permits();
      if (!pause.isOn()) return pass;
      pass.close();
    }
  }

  private Pass permits() {
    Permit mine = own.acquire(authority);
    boolean both = false;
    try {
      Permit shared = capacity.acquire(authority);
      both = true;
      return () -> {
        shared.close();
        mine.close();
      };
    } finally {
      if (!both) mine.close();
    }
  }

  @Override
  public void answered(Fetched fetched) {
    if (window.isEmpty()) return;
    boolean refused =
        fetched.status() == 429 || fetched.status() == 503 || fetched.kind() == Kind.TIMED_OUT;
    if (!refused && fetched.status() == 0) return; // that took another time than an answer
    CongestionWindow learning = window.get();
    synchronized (learning) { // so that the limit is that of the last answer
      learning.answered(fetched.duration(), refused, own.inUse() - 1);
      int limit = learning.size();
      if (limit != own.limit()) own.resize(limit, limit);
    }
  }

  HostState state(HostStats stats) {
    long waiting;
    int tasks;
    synchronized (this) {
      waiting = queue.size();
      tasks = workers;
    }
    int requests = capacity.inUse(authority);
    return new HostState(authority, waiting, tasks, requests, own.limit(), interval, stats);
  }

  String authority() {
    return authority;
  }
}
