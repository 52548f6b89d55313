package weft.junit;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How to run a test once.
 *
 * @param seed what makes the schedule; empty for first come, first served
 * @param limit of real time
 * @param leaks whether leaks fail the test
 */
record Settings(OptionalLong seed, Duration limit, boolean leaks) {
  static final Settings DEFAULT = new Settings(OptionalLong.empty(), Duration.ofSeconds(20), true);

  Settings seed(long other) {
    return new Settings(OptionalLong.of(other), limit, leaks);
  }

  Settings limit(Duration other) {
    return new Settings(seed, other, leaks);
  }

  Settings leaks(boolean other) {
    return new Settings(seed, limit, other);
  }
}
