package weft.bench.harness;

import java.util.ArrayList;
import java.util.List;

/** A row as horizontal bars with whiskers from the smallest to the largest value. */
final class BarChart {
  private static final int WIDTH = 760;
  private static final int LABELS = 250;
  private static final int VALUES = 130;
  private static final int STEP = 26;
  private static final int TOP = 40;

  /** Longer bars than so many of the first's are cut, or one could not see the others. */
  private static final double LONGEST = 10;

  /** Room for whiskers beyond the longest bar. */
  private static final double ROOM = 1.15;

  private final Svg svg;
  private final double most;

  private BarChart(Svg svg, double most) {
    this.svg = svg;
    this.most = most;
  }

  private record Bar(String label, Spread value, boolean first) {}

  static String of(Measured row) {
    var metric = row.primary();
    var bars = new ArrayList<Bar>();
    for (var outcome : row.outcomes()) {
      outcome.spread(metric).ifPresent(s -> bars.add(new Bar(outcome.label(), s, bars.isEmpty())));
    }
    var svg = new Svg(WIDTH, TOP + bars.size() * STEP + 10, row.title());
    svg.text(0, 18, "title", "start", row.title());
    var better = metric.lowerIsBetter() ? "shorter is better" : "longer is better";
    svg.text(WIDTH, 34, "unit", "end", metric.of() + ", " + better);
    var chart = new BarChart(svg, longest(bars));
    for (int i = 0; i < bars.size(); i++) chart.draw(bars.get(i), TOP + i * STEP);
    return svg.toString();
  }

  private static double longest(List<Bar> bars) {
    double most = bars.stream().mapToDouble(b -> b.value.median()).max().orElse(1);
    return bars.isEmpty() ? 1 : Math.min(most, LONGEST * bars.getFirst().value.median());
  }

  private void draw(Bar bar, int y) {
    boolean cut = bar.value.median() > most;
    double end = x(bar.value.median());
    svg.text(LABELS - 8, y + 14, "", "end", bar.label);
    svg.add(
        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"18\" rx=\"2\"/>\n",
        bar.first ? "first" : "bar", LABELS, y, Math.max(1, end - LABELS));
    if (cut) {
      svg.add("<path class=\"cut\" d=\"M%.1f %d l4 -6 l-6 -8 l4 -8\"/>\n", end - 24, y + 20);
    } else if (x(bar.value.max()) - x(bar.value.min()) > 2) {
      svg.add(
          "<path class=\"whisker\" d=\"M%.1f %d V%d M%.1f %d H%.1f M%.1f %d V%d\"/>\n",
          x(bar.value.min()),
          y + 5,
          y + 13,
          x(bar.value.min()),
          y + 9,
          x(bar.value.max()),
          x(bar.value.max()),
          y + 5,
          y + 13);
      end = Math.max(end, x(bar.value.max()));
    }
    svg.text(end + 6, y + 14, "", "start", Numbers.of(bar.value.median()));
  }

  private double x(double value) {
    return LABELS + Math.min(value / most, ROOM) * (WIDTH - LABELS - VALUES) / ROOM;
  }
}
