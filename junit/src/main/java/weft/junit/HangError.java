package weft.junit;

/** A test was not done within its limit of real time. The message says what its tasks do. */
public final class HangError extends AssertionError {
  private static final long serialVersionUID = 1;

  HangError(String message) {
    super(message);
  }
}
