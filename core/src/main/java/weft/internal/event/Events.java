package weft.internal.event;

import org.jspecify.annotations.Nullable;

/**
 * Events for the JDK's flight recorder.
 *
 * <p>Ask {@code …IsRecorded()} before doing anything for one. As long as there was no recording,
 * that is {@code Event.isEnabled()} as it is written, which returns false and is compiled to
 * nothing; the JVM rewrites it when the first recording begins. The module jdk.jfr may be missing:
 * no class that needs it is loaded then.
 */
public final class Events {
  private static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private Events() {}

  /** Whether anybody wants to know of starts. */
  public static boolean taskStartIsRecorded() {
    return PRESENT && TaskStartEvent.PROBE.isEnabled();
  }

  /** A task is about to be started by the caller. */
  public static void taskStart(String task, long id, String in) {
    var event = new TaskStartEvent();
    event.task = task;
    event.id = id;
    event.in = in;
    event.commit();
  }

  /** Whether anybody wants to know of ends. */
  public static boolean taskEndIsRecorded() {
    return PRESENT && TaskEndEvent.PROBE.isEnabled();
  }

  /** A task has ended. */
  public static void taskEnd(String task, long id, String outcome, @Nullable String reason) {
    var event = new TaskEndEvent();
    event.task = task;
    event.id = id;
    event.outcome = outcome;
    event.reason = reason;
    event.commit();
  }

  /** Whether anybody wants to know of cancellations. */
  public static boolean cancelIsRecorded() {
    return PRESENT && CancelEvent.PROBE.isEnabled();
  }

  /** The caller has cancelled something, at which {@code task} is at work. */
  public static void cancel(String what, String task, long id, String reason) {
    var event = new CancelEvent();
    event.what = what;
    event.task = task;
    event.id = id;
    event.reason = reason;
    event.commit();
  }

  /** Whether anybody wants to know of timeouts. */
  public static boolean timeoutIsRecorded() {
    return PRESENT && TimeoutEvent.PROBE.isEnabled();
  }

  /** A deadline around {@code task} has passed. */
  public static void timeout(String task, long id) {
    var event = new TimeoutEvent();
    event.task = task;
    event.id = id;
    event.commit();
  }

  /** The caller begins to wait for its turn. */
  public static Timed rateLimitWait(Object limiter) {
    if (!PRESENT || !RateLimitWaitEvent.PROBE.isEnabled()) return Timed.NONE;
    var event = new RateLimitWaitEvent();
    event.on = limiter.toString();
    return new Recorded(event);
  }

  /** The caller begins to wait for something that was lent to others. */
  public static Timed poolWait(Object pool) {
    if (!PRESENT || !PoolWaitEvent.PROBE.isEnabled()) return Timed.NONE;
    var event = new PoolWaitEvent();
    event.on = pool.toString();
    return new Recorded(event);
  }
}
