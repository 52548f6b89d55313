package weft.web;

import java.time.Duration;
import weft.Clock;

/** Checks what limits are set to. */
final class Limits {
  private Limits() {}

  /** A limit of time, cut to what timers can be asked for. */
  static Duration positive(Duration limit) {
    if (!limit.isPositive()) {
      throw new IllegalArgumentException("a time limit has to be positive, and is " + limit);
    }
    return limit.compareTo(Clock.FOREVER) < 0 ? limit : Clock.FOREVER;
  }

  static int positive(int limit) {
    if (limit > 0) return limit;
    throw new IllegalArgumentException("a limit has to be positive, and is " + limit);
  }
}
