package weft;

/**
 * Thrown when a deadline passed before the work under it was done.
 *
 * <p>Unchecked, unlike {@link java.util.concurrent.TimeoutException}.
 */
public final class TimeoutException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TimeoutException(String message) {
    super(message);
  }
}
