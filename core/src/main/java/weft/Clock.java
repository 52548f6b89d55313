package weft;

import java.time.Duration;
import java.time.Instant;

/**
 * The source of time behind every sleep, deadline, timer, retry and rate limit.
 *
 * <p>{@link #system} is the real one. A test gives another to {@link Environment#clock}, and need
 * not wait. Implementations are thread-safe.
 */
public interface Clock {
  /** The longest span that a timer is asked for; longer ones are cut to it. */
  Duration FOREVER = Duration.ofDays(36_500);

  /** The clock of the machine. */
  static Clock system() {
    return SystemClock.INSTANCE;
  }

  /** Nanoseconds since some fixed moment; never goes back, unlike {@link #now}. */
  long nanoTime();

  /** The date and time of day. */
  Instant now();

  /**
   * Runs {@code action} once {@link #nanoTime} has reached {@code nanoTime}: soon, if it has
   * already, perhaps before this returns. The action must be short and must not block: it runs on
   * the thread of the timer.
   */
  Timer callAt(long nanoTime, Runnable action);

  /** An action that is to run later. */
  @FunctionalInterface
  interface Timer {
    /** Forgets the action, unless it has begun; to call it again does nothing. */
    void cancel();
  }

  /** {@link #nanoTime} after {@code delay}: now for one that is not positive. */
  default long nanoTimeIn(Duration delay) {
    long now = nanoTime();
    if (delay.isNegative()) return now;
    return now + (delay.compareTo(FOREVER) > 0 ? FOREVER : delay).toNanos();
  }
}
