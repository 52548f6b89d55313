package weft;

import org.jspecify.annotations.Nullable;
import weft.internal.time.TimerEntry;
import weft.internal.time.TimerThread;

/** A timer on any clock, without the cost of a handle on the system's. */
final class Alarm {
  private Alarm() {}

  /** Sets a timer; returns what {@link #cancel} takes. */
  static Object set(Clock clock, long nanoTime, Runnable action) {
    return clock == SystemClock.INSTANCE
        ? TimerThread.schedule(nanoTime, action)
        : clock.callAt(nanoTime, action);
  }

  /** Cancels a timer; does nothing for null. */
  static void cancel(@Nullable Object alarm) {
    if (alarm instanceof TimerEntry entry) entry.cancel();
    else if (alarm instanceof Clock.Timer timer) timer.cancel();
  }
}
