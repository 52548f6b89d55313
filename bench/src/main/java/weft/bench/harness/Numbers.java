package weft.bench.harness;

import java.util.Locale;

/** Numbers as a reader wants them: about three digits that mean something. */
final class Numbers {
  private Numbers() {}

  static String of(double value) {
    double size = Math.abs(value);
    if (size >= 100) return String.format(Locale.ROOT, "%,d", Math.round(value));
    return String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
  }

  /** {@code 66 to 78}; nothing where there is but one value. */
  static String range(Spread spread) {
    var from = of(spread.min());
    var to = of(spread.max());
    return from.equals(to) ? "" : from + " to " + to;
  }
}
