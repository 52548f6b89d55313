package weft.bench.web;

/**
 * Loads a server until it gets no faster. The compilers share the processors with what they
 * compile: a server is at a fraction of its speed until they are done, which takes longer the more
 * code a request runs through, and the more the machine has to do.
 */
final class WarmUp {
  private static final int LEAST = 4;
  private static final int MOST = 10;
  private static final double FASTER = 1.03;
  private static final int FIRST_LOOK = 2; // seconds, for which as long again has to do

  private WarmUp() {}

  /** A load for some seconds, which returns what was done in one of them. */
  interface Load<X extends Exception> {
    double run(int seconds) throws X;
  }

  /** Warms up for a measurement that takes {@code seconds}: by pieces of half of that. */
  static <X extends Exception> void run(int seconds, Load<X> load) throws X {
    if (seconds <= FIRST_LOOK) {
      load.run(seconds);
      return;
    }
    double best = 0;
    for (int i = 1; i <= MOST; i++) {
      double rate = load.run((seconds + 1) / 2);
      if (i >= LEAST && rate < best * FASTER) return;
      best = Math.max(best, rate);
    }
  }
}
