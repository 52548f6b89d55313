package weft.resilience;

import java.time.Duration;
import java.util.Optional;
import weft.CancelledError;
import weft.Weft;

/**
 * One who goes through a {@link Schedule}: for loops of one's own. Not thread-safe.
 *
 * <pre>{@code
 * var run = Schedule.exponential(Duration.ofSeconds(1)).maxDelay(Duration.ofMinutes(1)).start();
 * while (run.await()) if (connect()) break;
 * }</pre>
 */
public final class ScheduleRun {
  private final Delays delays;
  private boolean ended;

  ScheduleRun(Delays delays) {
    this.delays = delays;
  }

  /** The next wait, counted from now; empty once the schedule has ended. */
  public Optional<Duration> next() {
    long nanos = ended ? Delays.END : delays.next();
    ended = nanos == Delays.END;
    return ended ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
  }

  /**
   * Waits as long as the schedule says.
   *
   * @return whether it did; false, at once, if the schedule has ended
   * @throws CancelledError if the caller is cancelled, at once if it is so already
   */
  public boolean await() {
    Weft.checkpoint();
    var delay = next();
    delay.ifPresent(Weft::sleep);
    return delay.isPresent();
  }

  @Override
  public String toString() {
    return ended ? "ended schedule" : "schedule";
  }
}
