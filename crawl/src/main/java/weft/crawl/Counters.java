package weft.crawl;

import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import weft.Clock;
import weft.crawl.CrawlProgress.HostStats;
import weft.crawl.result.Kind;
import weft.crawl.result.UrlOutcome;
import weft.crawl.result.Visit;

/** Counts while many tasks work; a snapshot can be taken from any thread. */
final class Counters {
  private final Clock clock;
  private final Observations observations;
  private volatile long start;
  private volatile Optional<Long> elapsed = Optional.of(0L); // while the clock doesn't run
  private final Map<Kind, LongAdder> kinds = new EnumMap<>(Kind.class); // filled once
  private final AtomicLong queued = new AtomicLong();
  private final LongAdder unchanged = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final AtomicReference<@Nullable UrlOutcome> failure = new AtomicReference<>();
  private final Map<String, Host> hosts = new ConcurrentHashMap<>();

  private static final class Host {
    private long urls;
    private long nanos;
    private long max;

    synchronized void add(long time) {
      urls++;
      nanos += time;
      max = Math.max(max, time);
    }

    synchronized HostStats stats(String name) {
      return new HostStats(
          name, urls, Duration.ofNanos(urls == 0 ? 0 : nanos / urls), Duration.ofNanos(max));
    }
  }

  Counters(Clock clock) {
    this.clock = clock;
    this.observations = new Observations(clock);
    for (Kind kind : Kind.values()) kinds.put(kind, new LongAdder());
  }

  private LongAdder of(Kind kind) {
    return Objects.requireNonNull(kinds.get(kind));
  }

  void queued() {
    queued.incrementAndGet();
  }

  /** What is noted for those who watch. */
  Observations observations() {
    return observations;
  }

  void done(String host, Visit visit) {
    UrlOutcome outcome = visit.outcome();
    observations.done(visit);
    queued.decrementAndGet();
    of(outcome.kind()).increment();
    bytes.add(outcome.bytes());
    if (outcome.kind() == Kind.PAGE && outcome.status() == BeforeRefresh.UNCHANGED)
      unchanged.increment();
    if (!outcome.kind().isAnswer()) failure.compareAndSet(null, outcome);
    if (outcome.attempts() > 0) {
      hosts.computeIfAbsent(host, _ -> new Host()).add(outcome.duration().toNanos());
    }
  }

  void becameLoop(int redirects) {
    of(Kind.REDIRECT).add(-redirects);
    of(Kind.REDIRECT_LOOP).add(redirects);
  }

  /** The first URL without an answer, if no other had one and robots.txt forbids none. */
  Optional<UrlOutcome> nothingButFailures() {
    for (Kind kind : Kind.values()) {
      boolean hope = kind.isAnswer() || kind == Kind.DISALLOWED;
      if (hope && of(kind).sum() > 0) return Optional.empty();
    }
    return Optional.ofNullable(failure.get());
  }

  /** Pages that are still what they were when they were stored. */
  long unchanged() {
    return unchanged.sum();
  }

  void begin() {
    start = clock.nanoTime();
    elapsed = Optional.empty();
  }

  void end() {
    elapsed = Optional.of(clock.nanoTime() - start);
  }

  CrawlProgress snapshot() {
    var outcomes = new EnumMap<Kind, Long>(Kind.class);
    for (Kind kind : Kind.values()) outcomes.put(kind, of(kind).sum());
    List<HostStats> stats =
        hosts.entrySet().stream()
            .map(entry -> entry.getValue().stats(entry.getKey()))
            .sorted(Comparator.comparingLong(HostStats::urls).reversed())
            .toList();
    long nanos = elapsed.orElseGet(() -> clock.nanoTime() - start);
    return new CrawlProgress(
        Map.copyOf(outcomes),
        Math.max(0, queued.get()),
        bytes.sum(),
        Duration.ofNanos(nanos),
        stats);
  }
}
