package weft;

/**
 * Carries a foreign context (a logging MDC, an OpenTelemetry span) from the code that starts a task
 * into the task.
 *
 * <p>Found with {@link java.util.ServiceLoader} once, when the first task is started, and by {@link
 * Environment#capture}. Thread-safe.
 */
@FunctionalInterface
public interface ContextCapture {
  /** Called on the thread that starts a task, for each: takes what is to be carried. */
  Snapshot capture();

  /** What was taken. */
  @FunctionalInterface
  interface Snapshot {
    /** Called on the task's thread before its body; what it returns is closed after it. */
    Restored restore();
  }

  /** A context in place. */
  @FunctionalInterface
  interface Restored extends AutoCloseable {
    /** Takes the context away again. */
    @Override
    void close();
  }
}
