package weft.bench.harness;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whose contestants there are beside Weft's, and how the best of each does. */
final class Families {
  private Families() {}

  static Set<String> of(List<Measured> rows) {
    var families = new LinkedHashSet<String>();
    for (var row : rows) row.outcomes().forEach(o -> families.add(o.family()));
    rows.forEach(row -> row.outcomes().stream().limit(1).forEach(o -> families.remove(o.family())));
    return families;
  }

  /** The smallest ratio that one of a family has in a row. */
  static Optional<Double> best(Measured row, String family) {
    return row.outcomes().stream()
        .filter(o -> o.family().equals(family))
        .flatMap(o -> row.first().flatMap(first -> o.ratio(first, row.primary())).stream())
        .map(Spread::median)
        .min(Double::compare);
  }
}
