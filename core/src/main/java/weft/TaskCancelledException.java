package weft;

/**
 * Thrown to one who awaits a task, promise or future that was cancelled.
 *
 * <p>The one who gets it is not being cancelled; that is {@link CancelledError}.
 */
public final class TaskCancelledException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TaskCancelledException(String reason) {
    super(reason);
  }
}
