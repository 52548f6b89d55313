package weft.bench.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Whether anything grew: the median of the last third of the samples against that of the third
 * before it. The first third is warm-up.
 */
final class Verdict {
  private static final double GROWTH = 1.2;

  private Verdict() {}

  /** What grew; empty if nothing did. */
  static List<String> of(List<Sample> samples) {
    var grown = new ArrayList<String>();
    if (samples.size() < 6) return List.of();
    check(grown, samples, "the heap in MB", Sample::heap, 8);
    check(grown, samples, "resident memory in MB", Sample::resident, 64);
    check(grown, samples, "threads", Sample::threads, 8);
    check(grown, samples, "tasks", Sample::tasks, 800);
    check(grown, samples, "open files", Sample::files, 32);
    check(grown, samples, "connections of the server", Sample::web, 32);
    check(grown, samples, "connections of the database", Sample::database, 2);
    return grown;
  }

  private static void check(
      List<String> grown,
      List<Sample> samples,
      String what,
      ToDoubleFunction<Sample> of,
      double free) {
    int third = samples.size() / 3;
    double first = median(samples.subList(third, 2 * third), of);
    double last = median(samples.subList(samples.size() - third, samples.size()), of);
    if (last > first * GROWTH && last > first + free) {
      grown.add("%s grew from %.0f to %.0f".formatted(what, first, last));
    }
  }

  private static double median(List<Sample> samples, ToDoubleFunction<Sample> of) {
    return samples.stream().mapToDouble(of).sorted().toArray()[samples.size() / 2];
  }
}
