package weft.junit;

import java.time.Duration;

/** Durations as people write them. */
final class Words {
  private Words() {}

  static String of(Duration duration) {
    if (duration.isZero()) return "0 s";
    if (duration.toNanosPart() == 0) return duration.toSeconds() + " s";
    if (duration.toNanosPart() % 1_000_000 == 0) return duration.toMillis() + " ms";
    return duration.toNanos() + " ns";
  }
}
