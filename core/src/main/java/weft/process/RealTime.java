package weft.process;

import java.time.Duration;
import weft.CancelledError;
import weft.Clock;
import weft.Suspension;

/**
 * The time of the system, whose processes know no other: the clock of a test may stand still while
 * one of them runs.
 */
final class RealTime {
  private static final Clock CLOCK = Clock.system();

  private final long end;

  private RealTime(Duration limit) {
    end = CLOCK.nanoTimeIn(limit);
  }

  /** A time that ends after {@code limit}. */
  static RealTime within(Duration limit) {
    return new RealTime(limit);
  }

  boolean isOver() {
    return CLOCK.nanoTime() - end >= 0;
  }

  /**
   * Waits until {@code wait} is resumed, or this has passed.
   *
   * @throws CancelledError if the caller is cancelled
   */
  void await(Suspension wait) {
    var timer =
        CLOCK.callAt(
            end,
            () -> {
              var unused = wait.resume();
            });
    try {
      wait.await();
    } finally {
      timer.cancel();
    }
  }
}
