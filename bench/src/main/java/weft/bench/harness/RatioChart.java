package weft.bench.harness;

import java.util.List;

/** The rows of an area, with a dot for the best of each family: right of the line Weft is ahead. */
final class RatioChart {
  private static final int WIDTH = 860;
  private static final int LABELS = 190;
  private static final int RIGHT = 30;
  private static final int STEP = 24;
  private static final int TOP = 78;

  private static final List<String> COLOURS =
      List.of(
          "#e8590c", "#7048e8", "#d6336c", "#2b8a3e", "#f0a500", "#0c8599", "#868e96", "#a61e4d",
          "#5c940d", "#8f5a2b");

  private final Svg svg;
  private final double least;
  private final double most;

  private RatioChart(Svg svg, double least, double most) {
    this.svg = svg;
    this.least = least;
    this.most = most;
  }

  static String of(String area, List<Measured> rows) {
    var families = List.copyOf(Families.of(rows));
    var ratios =
        rows.stream()
            .flatMap(row -> families.stream().flatMap(f -> Families.best(row, f).stream()))
            .mapToDouble(r -> r)
            .filter(r -> r > 0)
            .summaryStatistics();
    var svg = new Svg(WIDTH, TOP + rows.size() * STEP + 30, area);
    var chart =
        new RatioChart(
            svg, Math.min(0.5, ratios.getMin()) / 1.2, Math.max(2, ratios.getMax()) * 1.2);
    svg.text(0, 18, "title", "start", area + ": times what Weft needs, the best of each");
    svg.text(WIDTH, 18, "unit", "end", "right of the line Weft is ahead");
    chart.legend(families);
    chart.grid(TOP - 12, TOP + rows.size() * STEP);
    for (int i = 0; i < rows.size(); i++) chart.draw(rows.get(i), families, TOP + i * STEP);
    return svg.toString();
  }

  private void legend(List<String> families) {
    double x = 6;
    for (int i = 0; i < families.size(); i++) {
      dot(x, 40, i);
      svg.text(x + 10, 45, "", "start", families.get(i));
      x += 34 + 7.5 * families.get(i).length();
    }
  }

  private void grid(int top, int bottom) {
    for (double ratio : new double[] {0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 1_000}) {
      if (ratio < least || ratio > most) continue;
      var style = ratio == 1 ? "one" : "grid";
      svg.add("<path class=\"%s\" d=\"M%.1f %d V%d\"/>\n", style, x(ratio), top, bottom);
      var label = ratio < 1 ? String.valueOf(ratio) : String.valueOf((int) ratio);
      svg.text(x(ratio), bottom + 18, "unit", "middle", label);
    }
  }

  private void draw(Measured row, List<String> families, int y) {
    svg.text(LABELS - 12, y + 5, "", "end", row.name());
    for (int i = 0; i < families.size(); i++) {
      int colour = i;
      Families.best(row, families.get(i))
          .filter(ratio -> ratio > 0)
          .ifPresent(ratio -> dot(x(ratio), y, colour));
    }
  }

  private void dot(double x, int y, int colour) {
    svg.add(
        "<circle cx=\"%.1f\" cy=\"%d\" r=\"5\" fill=\"%s\" fill-opacity=\"0.85\"/>\n",
        x, y, COLOURS.get(colour % COLOURS.size()));
  }

  /** Each tenfold is as long as another. */
  private double x(double ratio) {
    double part = Math.log(ratio / least) / Math.log(most / least);
    return LABELS + part * (WIDTH - LABELS - RIGHT);
  }
}
