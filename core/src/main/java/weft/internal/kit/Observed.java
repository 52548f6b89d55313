package weft.internal.kit;

import org.jspecify.annotations.Nullable;

/** What is behind a task's thread: its uncaught-exception handler is one, and its {@code run}. */
public interface Observed {
  /** What it waits for in a suspension; null if it is in none, or that is over. From any thread. */
  @Nullable Object waitsFor();

  /** What {@code thread} waits for in a suspension of Weft; null if it is in none. */
  static @Nullable Object waitsFor(Thread thread) {
    return thread.getUncaughtExceptionHandler() instanceof Observed observed
        ? observed.waitsFor()
        : null;
  }
}
