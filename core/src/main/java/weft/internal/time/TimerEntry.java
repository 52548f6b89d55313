package weft.internal.time;

import org.jspecify.annotations.Nullable;

/** An action that is to run at a time, unless it is cancelled before. */
public final class TimerEntry {
  /** Nanoseconds since {@link TimerThread}'s origin. */
  final long when;

  /** What runs; none once it has been cancelled, so that nothing is retained. */
  private volatile @Nullable Runnable action;

  @Nullable TimerEntry next;

  /** How many entries hang below this one in its inbox. */
  int depth;

  TimerEntry(long when, Runnable action) {
    this.when = when;
    this.action = action;
  }

  /** Forgets the action. One that has begun to run on the timer's thread goes on. */
  public void cancel() {
    action = null;
  }

  boolean isCancelled() {
    return action == null;
  }

  private static void report(Throwable error) {
    var thread = Thread.currentThread();
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, error);
    } catch (Throwable t) {
      // the JVM, too, ignores what a handler throws
    }
  }

  void fire() {
    var a = action;
    if (a == null) return;
    action = null;
    try {
      a.run();
    } catch (Throwable t) { // one bad action must not end everybody's timers
      report(t);
    }
  }
}
