package weft.channel;

/** Thrown by a channel or queue that takes no more, or has no more. */
public final class ClosedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ClosedException(String message) {
    super(message);
  }

  ClosedException(String message, Throwable cause) {
    super(message, cause);
  }
}
