package weft.bench.harness;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A row as it was measured.
 *
 * @param date when, as {@code 2026-11-28 09:30} in UTC
 * @param versions of all that the contestants needed, by name
 * @param missing a line for each contestant that was skipped, with what to install
 */
record Measured(
    String area,
    String name,
    String title,
    List<Metric> metrics,
    Machine machine,
    String date,
    int rounds,
    Map<String, String> versions,
    List<Outcome> outcomes,
    List<String> missing) {
  /** The one that ratios are to, if it could be measured. */
  Optional<Outcome> first() {
    return outcomes.stream().limit(1).filter(o -> !o.rounds().isEmpty()).findFirst();
  }

  Metric primary() {
    return metrics.getFirst();
  }
}
