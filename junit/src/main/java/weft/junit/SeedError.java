package weft.junit;

/** A test failed under one of its seeds. The cause is the failure as the test threw it. */
public final class SeedError extends AssertionError {
  private static final long serialVersionUID = 1;

  private final long seed;

  SeedError(long seed, String schedule, Throwable failure) {
    super(
        "seed "
            + seed
            + " fails: "
            + failure
            + "\nreplay it by @WeftTest(seed = "
            + seed
            + "), or -Dweft.test.seed="
            + seed
            + "\nthe last turns: "
            + schedule,
        failure);
    this.seed = seed;
    setStackTrace(failure.getStackTrace());
  }

  /** The seed that replays the failure. */
  public long seed() {
    return seed;
  }
}
