package weft.bench.harness;

/** A row for a terminal, while the next is being measured. */
final class PlainTable {
  private PlainTable() {}

  static String of(Measured row) {
    var text = new StringBuilder();
    for (var outcome : row.outcomes()) {
      var label = outcome.label().replace("`", "");
      if (outcome.rounds().isEmpty()) {
        text.append("  %-44s %s%n".formatted(label, outcome.trouble()));
        continue;
      }
      var ratio = row.first().flatMap(f -> outcome.ratio(f, row.primary()));
      text.append(
          "  %-44s %7s".formatted(label, ratio.map(r -> Numbers.of(r.median())).orElse("?")));
      for (var metric : row.metrics()) {
        var value = outcome.spread(metric).map(s -> Numbers.of(s.median())).orElse("?");
        text.append("  %9s %s".formatted(value, metric.of()));
      }
      text.append(outcome.trouble().isEmpty() ? "" : "  " + outcome.trouble()).append('\n');
    }
    row.missing().forEach(line -> text.append("  skipped ").append(line).append('\n'));
    return text.toString();
  }
}
