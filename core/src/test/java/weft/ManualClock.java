package weft;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A clock that a test moves. Timers run on the thread that calls {@link #advance}. */
final class ManualClock implements Clock {
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  private record Entry(long at, Runnable action) {}

  private final List<Entry> timers = new ArrayList<>(); // guarded by itself
  private volatile long nanos;

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public Instant now() {
    return START.plusNanos(nanos);
  }

  @Override
  public Timer callAt(long nanoTime, Runnable action) {
    if (nanoTime <= nanos) {
      Thread.ofVirtual().start(action);
      return () -> {};
    }
    var entry = new Entry(nanoTime, action);
    synchronized (timers) {
      timers.add(entry);
    }
    return () -> {
      synchronized (timers) {
        timers.removeIf(e -> e == entry);
      }
    };
  }

  /** Moves time on and runs, in their order, the timers that become due. */
  void advance(Duration duration) {
    long end = nanos + duration.toNanos();
    while (true) {
      Entry next;
      synchronized (timers) {
        next =
            timers.stream()
                .filter(e -> e.at <= end)
                .min(Comparator.comparingLong(Entry::at))
                .orElse(null);
        if (next == null) break;
        timers.remove(next);
      }
      nanos = Math.max(nanos, next.at);
      next.action.run();
    }
    nanos = Math.max(nanos, end);
  }

  void advanceMillis(long millis) {
    advance(Duration.ofMillis(millis));
  }

  /** How many timers are set. */
  int timers() {
    synchronized (timers) {
      return timers.size();
    }
  }

  /** Waits until {@code count} timers are set. */
  void awaitTimers(int count) {
    Fixtures.until(() -> timers() == count);
  }

  /** This clock and else the standard environment. */
  Environment environment() {
    return Environment.standard().clock(this);
  }
}
