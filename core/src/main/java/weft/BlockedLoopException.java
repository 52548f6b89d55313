package weft;

import java.time.Duration;

/**
 * Says that one step of an {@link EventLoop} takes long: a task or callback computes, or is in a
 * blocking call, and no other can run. It is never thrown, but given to the environment's {@link
 * Environment#reporter reporter}; its stack trace is that of the step.
 */
public final class BlockedLoopException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Duration duration;

  BlockedLoopException(String message, Duration duration, StackTraceElement[] stack) {
    super(message, null, false, true);
    this.duration = duration;
    setStackTrace(stack);
  }

  /** For how long the step has gone on, at least. */
  public Duration duration() {
    return duration;
  }
}
