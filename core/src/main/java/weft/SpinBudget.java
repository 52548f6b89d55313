package weft;

/**
 * How long one side of a {@link Coroutine} spins for the other: long where that has paid, else
 * hardly, with a new try now and then. Used by one thread at a time.
 */
final class SpinBudget {
  private static final int MOST =
      Runtime.getRuntime().availableProcessors() > 1 ? 256 : 0; // a few microseconds
  private static final int LEAST = MOST / 64;
  private static final int RETRY = 64;

  private int budget = MOST;
  private int misses;

  /** Spins while {@code coroutine} is in {@code state}; false if it still is. */
  boolean spinWhile(Coroutine<?> coroutine, int state) {
    for (int i = 0; i < budget; i++) {
      if (coroutine.state() != state) {
        budget = MOST;
        return true;
      }
      Thread.onSpinWait();
    }
    budget = ++misses % RETRY == 0 ? MOST : Math.max(LEAST, budget / 2);
    return coroutine.state() != state;
  }
}
