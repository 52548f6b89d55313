package weft.bench.harness;

/**
 * What a program tells in lines {@code @ name number}.
 *
 * @param name as in the line: {@code ns}, {@code MB}, {@code pages/s}
 * @param of what it is for a reader: {@code ns a task}
 * @param lowerIsBetter a cost, not a rate
 */
public record Metric(String name, String of, boolean lowerIsBetter) {
  /** A cost, such as {@code cost("ns", "ns a task")}. */
  public static Metric cost(String name, String of) {
    return new Metric(name, of, true);
  }

  /** A rate, such as {@code rate("pages/s", "pages a second")}. */
  public static Metric rate(String name, String of) {
    return new Metric(name, of, false);
  }

  /** Nanoseconds an operation, as {@link Program#jmh} tells them. */
  public static Metric ns(String of) {
    return cost("ns", "ns " + of);
  }

  /** The peak of a process's memory. */
  public static Metric peakMegabytes() {
    return cost("MB", "peak MB");
  }

  /** How many times what the first needs the second needs: above 1 the first is ahead. */
  double ratio(double first, double second) {
    return lowerIsBetter ? second / first : first / second;
  }
}
