package weft.bench.harness;

import java.util.Optional;
import java.util.stream.DoubleStream;

/** The middle of some values, and how far they are apart. */
public record Spread(double median, double min, double max) {
  /** Of values; empty if there are none. */
  public static Optional<Spread> of(DoubleStream values) {
    var sorted = values.sorted().toArray();
    if (sorted.length == 0) return Optional.empty();
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return Optional.of(new Spread(median, sorted[0], sorted[sorted.length - 1]));
  }
}
