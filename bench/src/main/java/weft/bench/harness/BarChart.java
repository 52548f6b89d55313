package weft.bench.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A row as horizontal bars with whiskers from the smallest to the largest value, as SVG. */
final class BarChart {
  private static final int WIDTH = 760;
  private static final int LABELS = 250;
  private static final int VALUES = 130;
  private static final int BARS = WIDTH - LABELS - VALUES;
  private static final int STEP = 26;
  private static final int TOP = 40;

  /** Longer bars than so many of the first's are cut, or one could not see the others. */
  private static final double LONGEST = 10;

  private static final String STYLE =
      """
      <style>
        text { font: 13px system-ui, sans-serif; fill: #24292f; }
        .title { font-weight: 600; }
        .unit { fill: #57606a; }
        .first { fill: #1f6feb; }
        .bar { fill: #9fb3c8; }
        .whisker { stroke: #57606a; fill: none; }
        .cut { stroke: #ffffff; stroke-width: 3; fill: none; }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3; }
          .unit { fill: #9198a1; }
          .bar { fill: #5b6b7c; }
          .whisker { stroke: #c9d1d9; }
          .cut { stroke: #0d1117; }
        }
      </style>
      """;

  private BarChart() {}

  private record Bar(String label, Spread value, boolean first) {}

  static String of(Measured row) {
    var metric = row.primary();
    var bars = new ArrayList<Bar>();
    for (var outcome : row.outcomes()) {
      outcome
          .spread(metric)
          .ifPresent(s -> bars.add(new Bar(plain(outcome.label()), s, bars.isEmpty())));
    }
    int height = TOP + bars.size() * STEP + 10;
    var svg = new StringBuilder();
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">\n"
            .formatted(WIDTH, height, WIDTH, height));
    svg.append("<title>").append(escaped(row.title())).append("</title>\n").append(STYLE);
    svg.append(text(0, 18, "title", "start", row.title() + ""));
    svg.append(
        text(
            WIDTH,
            18,
            "unit",
            "end",
            metric.of() + (metric.lowerIsBetter() ? ", shorter is better" : ", longer is better")));
    double most = longest(bars);
    for (int i = 0; i < bars.size(); i++) append(svg, bars.get(i), TOP + i * STEP, most);
    return svg.append("</svg>\n").toString();
  }

  private static double longest(List<Bar> bars) {
    if (bars.isEmpty()) return 1;
    double most = bars.stream().mapToDouble(b -> b.value.median()).max().orElse(1);
    return Math.min(most, LONGEST * bars.getFirst().value.median());
  }

  private static void append(StringBuilder svg, Bar bar, int y, double most) {
    boolean cut = bar.value.median() > most;
    double length = Math.max(1, x(bar.value.median(), most));
    svg.append(text(LABELS - 8, y + 14, "", "end", bar.label));
    svg.append(
        format(
            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"18\" rx=\"2\"/>\n",
            bar.first ? "first" : "bar", LABELS, y, length));
    double end = LABELS + length;
    if (cut) {
      double at = end - 24;
      svg.append(format("<path class=\"cut\" d=\"M%.1f %d l4 -6 l-6 -8 l4 -8\"/>\n", at, y + 20));
    } else {
      double from = LABELS + x(bar.value.min(), most);
      double to = LABELS + x(bar.value.max(), most);
      if (to - from > 2) {
        svg.append(
            format(
                "<path class=\"whisker\" d=\"M%.1f %d V%d M%.1f %d H%.1f M%.1f %d V%d\"/>\n",
                from, y + 5, y + 13, from, y + 9, to, to, y + 5, y + 13));
      }
      end = Math.max(end, to);
    }
    svg.append(text((int) end + 6, y + 14, "", "start", Numbers.of(bar.value.median())));
  }

  /** Whiskers may go a little beyond the longest bar. */
  private static double x(double value, double most) {
    return Math.min(value / most, 1.15) * BARS / 1.15;
  }

  private static String text(int x, int y, String style, String anchor, String text) {
    return "<text x=\"%d\" y=\"%d\" class=\"%s\" text-anchor=\"%s\">%s</text>\n"
        .formatted(x, y, style, anchor, escaped(text));
  }

  private static String plain(String markdown) {
    return markdown.replace("`", "");
  }

  private static String escaped(String text) {
    return plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
