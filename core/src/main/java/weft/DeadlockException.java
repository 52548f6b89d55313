package weft;

/**
 * Says that no task of an {@link EventLoop} can go on, and that nothing is in sight which could
 * change that: no timer, no work elsewhere, no watched channel. The message tells what each waits
 * for. It is never thrown, but given to the environment's {@link Environment#reporter reporter}.
 */
public final class DeadlockException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DeadlockException(String message) {
    super(message, null, false, false);
  }
}
