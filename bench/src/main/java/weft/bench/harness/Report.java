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
 * end -->} is written anew, the rest of the page is kept; a part that the page lacks comes behind
 * the last of them.
 */
final class Report {
  private static final String END = "<!-- end -->";
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
      page = with(page, area.name(), "## " + area.title() + "\n\n", section(area, measured));
      for (var row : measured) draw(row.name(), BarChart.of(row));
      if (isOverviewDrawn(measured)) draw(area.name(), RatioChart.of(area.title(), measured));
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, page);
  }

  /** The names of the rows that the page has now and wouldn't have with {@code rows}. */
  List<String> lost(List<Area> areas, List<Measured> rows) throws IOException {
    if (!Files.exists(file)) return List.of();
    var page = Files.readString(file);
    var measured = rows.stream().map(Measured::name).toList();
    return areas.stream()
        .map(area -> area.rows().stream().map(Row::name).toList())
        .filter(names -> names.stream().anyMatch(measured::contains)) // else it is left alone
        .flatMap(List::stream)
        .filter(name -> !measured.contains(name) && page.contains(anchor(name)))
        .toList();
  }

  private static String anchor(String row) {
    return "<a id=\"" + row + "\"></a>\n";
  }

  private static String with(String page, String part, String heading, String text) {
    var start = "<!-- measured: " + part + " -->\n";
    var all = start + "\n" + text.strip() + "\n\n" + END;
    var found = Pattern.compile(Pattern.quote(start) + ".*?" + END, Pattern.DOTALL).matcher(page);
    if (found.find()) return found.replaceFirst(Matcher.quoteReplacement(all));
    int last = page.lastIndexOf(END);
    int at = last < 0 ? page.stripTrailing().length() : last + END.length();
    return page.substring(0, at) + "\n\n" + heading + all + (last < 0 ? "\n" : page.substring(at));
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

  private static boolean isOverviewDrawn(List<Measured> rows) {
    return rows.size() > 1 && !Families.of(rows).isEmpty();
  }

  private static String section(Area area, List<Measured> rows) {
    var text = new StringBuilder();
    if (isOverviewDrawn(rows)) text.append(image(area.title(), area.name()));
    if (rows.size() > 1) text.append(Tables.overview(rows)).append("\n\n");
    for (var row : rows) text.append(section(row)).append("\n\n");
    return text.toString();
  }

  private static String section(Measured row) {
    var text = new StringBuilder();
    text.append(anchor(row.name()));
    text.append("### ").append(row.title()).append("\n\n");
    text.append(
        "`./weft bench %s`, %s UTC, %s\n\n"
            .formatted(
                row.name(),
                row.date(),
                row.rounds() == 1 ? "one round" : row.rounds() + " rounds"));
    text.append(image(row.title(), row.name()));
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

  private static String image(String title, String name) {
    return "![%s](%s/%s.svg)\n\n".formatted(title.replace("`", ""), IMAGES, name);
  }

  private void draw(String name, String svg) throws IOException {
    var image = file.resolveSibling(IMAGES).resolve(name + ".svg");
    Files.createDirectories(image.getParent());
    Files.writeString(image, svg);
  }
}
