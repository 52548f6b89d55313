package weft.bench.harness;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;

/** Results as tables of Markdown, ratios first. */
final class Tables {
  private Tables() {}

  /** A row's contestants: ratio to the first, value, and the range of either. */
  static String of(Measured row) {
    var lines = new ArrayList<String>();
    var heads = new ArrayList<>(List.of("", "ratio", "range", row.primary().of(), "range"));
    row.metrics().stream().skip(1).map(Metric::of).forEach(heads::add);
    lines.add(line(heads));
    lines.add("|---" + "|---:".repeat(heads.size() - 1) + "|");
    for (var outcome : row.outcomes()) {
      lines.add(
          outcome.rounds().isEmpty() ? failed(outcome, heads.size()) : line(cells(row, outcome)));
    }
    return String.join("\n", lines);
  }

  private static List<String> cells(Measured row, Outcome outcome) {
    var metric = row.primary();
    var ratio = row.first().flatMap(first -> outcome.ratio(first, metric));
    var value = outcome.spread(metric);
    var cells = new ArrayList<>(List.of(outcome.label()));
    cells.add(ratio.map(r -> Numbers.of(r.median())).orElse("?"));
    cells.add(ratio.map(Numbers::range).orElse(""));
    cells.add(value.map(v -> Numbers.of(v.median())).orElse("?"));
    cells.add(value.map(Numbers::range).orElse(""));
    row.metrics().stream()
        .skip(1)
        .map(m -> outcome.spread(m).map(v -> Numbers.of(v.median())).orElse(""))
        .forEach(cells::add);
    return cells;
  }

  private static String failed(Outcome outcome, int columns) {
    return line(List.of(outcome.label(), "failed")) + " |".repeat(columns - 2);
  }

  /** An area's rows: what Weft needs, and the best ratio of each family. */
  static String overview(List<Measured> rows) {
    var families = Families.of(rows);
    var lines = new ArrayList<String>();
    var heads = new ArrayList<>(List.of("", "Weft"));
    heads.addAll(families);
    lines.add(line(heads));
    lines.add("|---" + "|---:".repeat(heads.size() - 1) + "|");
    for (var row : rows) {
      var cells = new ArrayList<>(List.of("[" + row.title() + "](#" + row.name() + ")"));
      cells.add(
          row.first()
              .flatMap(first -> first.spread(row.primary()))
              .map(s -> Numbers.of(s.median()) + " " + row.primary().of())
              .orElse("failed"));
      families.forEach(f -> cells.add(Families.best(row, f).map(Numbers::of).orElse("")));
      lines.add(line(cells));
    }
    return String.join("\n", lines);
  }

  private static String line(List<String> cells) {
    return cells.stream().collect(joining(" | ", "| ", " |"));
  }
}
