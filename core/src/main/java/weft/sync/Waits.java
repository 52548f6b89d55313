package weft.sync;

import org.jspecify.annotations.Nullable;
import weft.CancelledError;
import weft.Suspension;

/** What those who wait have in common, whatever they wait for. */
final class Waits {
  private Waits() {}

  /** Waits; one who is cancelled first does {@code leave}, which takes it out of where it is. */
  static void await(Suspension wait, Runnable leave) {
    try {
      wait.await();
    } catch (CancelledError e) {
      leave.run();
      throw e;
    }
  }

  /** The end of a description: how many wait, if any do. */
  static String text(int waiters) {
    return waiters == 0 ? "" : ", " + waiters + " waiting";
  }

  /** What a description calls the task that {@code thread} belongs to. */
  static String name(@Nullable Thread thread) {
    if (thread == null) return "nobody";
    return thread.getName().isEmpty() ? "task-" + thread.threadId() : thread.getName();
  }
}
