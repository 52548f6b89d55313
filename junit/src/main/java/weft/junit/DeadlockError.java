package weft.junit;

/**
 * Nothing in a test can run, no timer is set, and nothing is expected from outside. The message
 * says who waits for what, and who holds that.
 */
public final class DeadlockError extends AssertionError {
  private static final long serialVersionUID = 1;

  DeadlockError(String message) {
    super(message);
  }
}
