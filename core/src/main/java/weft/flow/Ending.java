package weft.flow;

import org.jspecify.annotations.Nullable;
import weft.CancelledError;

/** A {@code finally} that keeps what matters most of two things thrown. */
final class Ending {
  private Ending() {}

  /** A piece of work that may throw anything. */
  @FunctionalInterface
  interface Work {
    void run() throws Throwable;
  }

  /**
   * Runs {@code body}, then {@code end} in every case. A failure of the end is suppressed on one of
   * the body, but comes out instead of a {@link Stop}, which would hide it, or a cancellation.
   */
  static void run(Work body, Work end) throws Throwable {
    @Nullable Throwable thrown = null;
    try {
      body.run();
    } catch (Throwable t) {
      thrown = t;
    }
    try {
      end.run();
    } catch (Throwable t) {
      if (thrown == null || yields(thrown)) throw t;
      if (t != thrown) thrown.addSuppressed(t);
    }
    if (thrown != null) throw thrown;
  }

  /** Whether a failure is thrown in place of {@code thrown}. */
  static boolean yields(Throwable thrown) {
    return thrown instanceof Stop || thrown instanceof CancelledError;
  }

  /** Throws {@code thrown} if it is no failure. */
  static void requireFailure(Throwable thrown) throws Throwable {
    if (yields(thrown)) throw thrown;
  }
}
