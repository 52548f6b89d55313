package weft.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page with the results. What stands between {@code <!-- measured: NAME -->} and {@code <!--
 * end -->} is written anew, the rest of the page is kept; a part that the page lacks comes at its
 * end.
 */
final class Report {
  private static final String IMAGES = "images/benchmarks";

  private final Path file;

  Report(Path file) {
    this.file = file;
  }

  /** Writes the page and its pictures. */
  void write(List<Area> areas, List<Measured> rows) throws IOException {
    var page = Files.exists(file) ? Files.readString(file) : "# Benchmarks\n";
    if (!rows.isEmpty()) page = with(page, "setting", "", setting(rows));
    for (var area : areas) {
      var measured =
          area.rows().stream()
              .flatMap(row -> rows.stream().filter(r -> r.name().equals(row.name())))
              .toList();
      if (measured.isEmpty()) continue;
      page = with(page, area.name(), "## " + area.title() + "\n\n", section(measured));
      for (var row : measured) draw(row);
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, page);
  }

  private static String with(String page, String part, String heading, String text) {
    var start = "<!-- measured: " + part + " -->\n";
    var there = Pattern.compile(Pattern.quote(start) + ".*?<!-- end -->", Pattern.DOTALL);
    var all = start + "\n" + text.strip() + "\n\n<!-- end -->";
    var found = there.matcher(page);
    return found.find()
        ? found.replaceFirst(Matcher.quoteReplacement(all))
        : page.stripTrailing() + "\n\n" + heading + all + "\n";
  }

  /** Where, with what, and when. */
  private static String setting(List<Measured> rows) {
    var lines = new ArrayList<String>();
    var machines = new LinkedHashSet<Machine>();
    var versions = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (var row : rows) {
      machines.add(row.machine());
      versions.putAll(row.versions());
    }
    machines.forEach(machine -> lines.add("* " + machine));
    var named = new ArrayList<String>();
    versions.forEach((name, version) -> named.add(name + " " + version));
    lines.add("* " + String.join(", ", named));
    return String.join("\n", lines);
  }

  private static String section(List<Measured> rows) {
    var text = new StringBuilder();
    if (rows.size() > 1) text.append(Tables.overview(rows)).append("\n\n");
    for (var row : rows) text.append(section(row)).append("\n\n");
    return text.toString();
  }

  private static String section(Measured row) {
    var text = new StringBuilder();
    text.append("<a id=\"").append(row.name()).append("\"></a>\n");
    text.append("### ").append(row.title()).append("\n\n");
    text.append(
        "`./weft bench %s`, %s UTC, %s\n\n"
            .formatted(
                row.name(),
                row.date(),
                row.rounds() == 1 ? "one round" : row.rounds() + " rounds"));
    text.append("![").append(row.title().replace("`", "")).append("](");
    text.append(IMAGES).append('/').append(row.name()).append(".svg)\n\n");
    text.append(Tables.of(row)).append("\n\n");
    for (var outcome : row.outcomes()) {
      if (!outcome.trouble().isEmpty()) {
        text.append("* ")
            .append(outcome.label())
            .append(": ")
            .append(outcome.trouble())
            .append('\n');
      }
    }
    row.missing().forEach(line -> text.append("* Skipped: ").append(line).append('\n'));
    text.append("\n<details><summary>Commands</summary>\n\n```sh\n");
    for (var outcome : row.outcomes()) {
      text.append(ShellWords.of(outcome.command()))
          .append("  # ")
          .append(outcome.label())
          .append('\n');
    }
    return text.append("```\n\n</details>").toString();
  }

  private void draw(Measured row) throws IOException {
    var image = file.resolveSibling(IMAGES).resolve(row.name() + ".svg");
    Files.createDirectories(image.getParent());
    Files.writeString(image, BarChart.of(row));
  }
}
