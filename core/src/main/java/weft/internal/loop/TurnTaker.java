package weft.internal.loop;

/** What is behind a task's thread, as its uncaught-exception handler: it may run on a loop. */
public interface TurnTaker {
  /** Whether nobody else goes on before this waits. */
  boolean takesTurns();

  /** Whether that holds for the caller, so that to spin for what another does is in vain. */
  static boolean isCaller() {
    return Thread.currentThread().getUncaughtExceptionHandler() instanceof TurnTaker taker
        && taker.takesTurns();
  }
}
