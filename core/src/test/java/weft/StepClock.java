package weft;

import java.time.Duration;
import java.time.Instant;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that a test moves, for the tests of other packages and for very many timers. Timers run
 * on the thread that moves it, outside of its lock; one that is due at once, on the one that sets
 * it. Several threads may move it: it never goes back.
 */
public final class StepClock implements Clock {
  private record Entry(long at, long number, Runnable action) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int order = Long.compare(at, other.at);
      return order != 0 ? order : Long.compare(number, other.number);
    }
  }

  private final TreeSet<Entry> timers = new TreeSet<>(); // guarded by itself
  private final AtomicLong numbers = new AtomicLong();
  private volatile long nanos;

  /** A clock at zero. */
  public StepClock() {}

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public Instant now() {
    return Instant.EPOCH.plusNanos(nanos);
  }

  @Override
  public Timer callAt(long nanoTime, Runnable action) {
    var entry = new Entry(nanoTime, numbers.getAndIncrement(), action);
    boolean isDue;
    synchronized (timers) {
      isDue = nanoTime <= nanos;
      if (!isDue) timers.add(entry);
    }
    if (isDue) action.run();
    return () -> {
      synchronized (timers) {
        timers.remove(entry);
      }
    };
  }

  /** Moves to each timer's time in turn, and then to the end of {@code span}: no timer is late. */
  public void advance(Duration span) {
    long end = nanos + span.toNanos();
    for (var next = due(end); next != null; next = due(end)) {
      moveTo(next.at);
      next.action.run();
    }
    moveTo(end);
  }

  private void moveTo(long at) {
    synchronized (timers) {
      nanos = Math.max(nanos, at);
    }
  }

  /** Moves at once, and then runs what is due: timers are late. */
  public void jump(Duration span) {
    synchronized (timers) {
      nanos += span.toNanos();
    }
    for (var next = due(nanos); next != null; next = due(nanos)) next.action.run();
  }

  private Entry due(long end) {
    synchronized (timers) {
      return timers.isEmpty() || timers.first().at > end ? null : timers.pollFirst();
    }
  }

  /** How many timers are set. */
  public int timers() {
    synchronized (timers) {
      return timers.size();
    }
  }

  /** When the first timer is due; {@code Long.MAX_VALUE} without any. */
  public long next() {
    synchronized (timers) {
      return timers.isEmpty() ? Long.MAX_VALUE : timers.first().at;
    }
  }

  /** This clock and else the standard environment. */
  public Environment environment() {
    return Environment.standard().clock(this);
  }
}
