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
  /**
   * False if the JVM was started with {@code -Dweft.inspect=false}: then nothing at all is done for
   * those who might look, which is there to measure what it costs. A constant to the compiler.
   */
  public static final boolean WANTED = !"false".equals(System.getProperty("weft.inspect"));

  private static final boolean PRESENT =
      WANTED && ModuleLayer.boot().findModule("jdk.jfr").isPresent();

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

  /** Whether anybody wants to know of loops that are blocked. */
  public static boolean blockedLoopIsRecorded() {
    return PRESENT && BlockedLoopEvent.isRecorded();
  }

  /** A loop is found to be blocked by a step, for so long until now. */
  public static void blockedLoop(String loop, String step, long id, long nanos, String at) {
    BlockedLoopEvent.record(loop, step, id, nanos, at);
  }

  /** Whether anybody wants to know of long steps that have ended. */
  public static boolean slowStepIsRecorded() {
    return PRESENT && SlowStepEvent.isRecorded();
  }

  /** A long step of a loop has ended. */
  public static void slowStep(String loop, String step, long id, long nanos) {
    SlowStepEvent.record(loop, step, id, nanos);
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
