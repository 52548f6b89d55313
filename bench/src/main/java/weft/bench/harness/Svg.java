package weft.bench.harness;

import java.util.Locale;

/** A picture that is written element by element, and looks right on light and dark pages. */
final class Svg {
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
        .grid { stroke: #d0d7de; fill: none; }
        .one { stroke: #1f6feb; stroke-width: 2; fill: none; }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3; }
          .unit { fill: #9198a1; }
          .bar { fill: #5b6b7c; }
          .whisker { stroke: #c9d1d9; }
          .cut { stroke: #0d1117; }
          .grid { stroke: #3d444d; }
        }
      </style>
      """;

  private final StringBuilder text = new StringBuilder();

  Svg(int width, int height, String title) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
            + " height=\"%d\" role=\"img\">\n",
        width, height, width, height);
    text.append("<title>").append(escaped(title)).append("</title>\n").append(STYLE);
  }

  /** Adds an element, formatted. */
  void add(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
  }

  /** Adds a text whose start, middle or end is at a place; its marks of code are left out. */
  void text(double x, int y, String style, String anchor, String words) {
    add(
        "<text x=\"%.1f\" y=\"%d\" class=\"%s\" text-anchor=\"%s\">%s</text>\n",
        x, y, style, anchor, escaped(words));
  }

  private static String escaped(String words) {
    return words.replace("`", "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  @Override
  public String toString() {
    return text + "</svg>\n";
  }
}
