package weft.internal.event;

import org.jspecify.annotations.Nullable;

/**
 * Events for the JDK's flight recorder.
 *
 * <p>Ask {@code …IsRecorded()} before doing anything for one. As long as there was no recording,
 * that is {@code Event.isEnabled()} as it is written, which returns false and is compiled to
 * nothing; the JVM rewrites it when the first recording begins. The module jdk.jfr may be missing:
 * no class that needs it is loaded then, not even to verify this one, which therefore doesn't know
 * what an event is.
 */
public final class Events {
  private static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private Events() {}

  /** Whether anybody wants to know of starts. */
  public static boolean taskStartIsRecorded() {
    return PRESENT && TaskStartEvent.isRecorded();
  }

  /** A task is about to be started by the caller. */
  public static void taskStart(String task, long id, String in) {
    TaskStartEvent.record(task, id, in);
  }

  /** Whether anybody wants to know of ends. */
  public static boolean taskEndIsRecorded() {
    return PRESENT && TaskEndEvent.isRecorded();
  }

  /** A task has ended. */
  public static void taskEnd(String task, long id, String outcome, @Nullable String reason) {
    TaskEndEvent.record(task, id, outcome, reason);
  }

  /** Whether anybody wants to know of cancellations. */
  public static boolean cancelIsRecorded() {
    return PRESENT && CancelEvent.isRecorded();
  }

  /** The caller has cancelled something, at which {@code task} is at work. */
  public static void cancel(String what, String task, long id, String reason) {
    CancelEvent.record(what, task, id, reason);
  }

  /** Whether anybody wants to know of timeouts. */
  public static boolean timeoutIsRecorded() {
    return PRESENT && TimeoutEvent.isRecorded();
  }

  /** A deadline around {@code task} has passed. */
  public static void timeout(String task, long id) {
    TimeoutEvent.record(task, id);
  }

  /** The caller begins to wait for its turn. */
  public static Timed rateLimitWait(Object limiter) {
    if (!PRESENT || !RateLimitWaitEvent.isRecorded()) return Timed.NONE;
    return RateLimitWaitEvent.begin(limiter.toString());
  }

  /** The caller begins to wait for something that was lent to others. */
  public static Timed poolWait(Object pool) {
    if (!PRESENT || !PoolWaitEvent.isRecorded()) return Timed.NONE;
    return PoolWaitEvent.begin(pool.toString());
  }
}
