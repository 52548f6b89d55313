package weft.bench.overhead;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import weft.bench.harness.Spread;

/** Values of the same thing, measured several times. */
record Sample(List<Double> values) {
  private static final int RESAMPLES = 10_000;

  /** From here to there. */
  record Interval(double low, double high) {}

  static double median(List<Double> values) {
    return Spread.of(values.stream().mapToDouble(v -> v)).orElseThrow().median();
  }

  double median() {
    return median(values);
  }

  /** Where the median lies with a confidence of 95 percent, by the bootstrap (Efron 1979). */
  Interval interval() {
    var random = new SplittableRandom(1); // the same figures from the same values
    var medians = new ArrayList<Double>();
    for (int i = 0; i < RESAMPLES; i++) {
      medians.add(
          median(random.ints(values.size(), 0, values.size()).mapToObj(values::get).toList()));
    }
    medians.sort(null);
    return new Interval(medians.get(RESAMPLES / 40), medians.get(RESAMPLES - 1 - RESAMPLES / 40));
  }
}
