package weft.resilience;

/** Thrown instead of a call for which a {@link Bulkhead} has no room, not even to wait. */
public final class BulkheadFullException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BulkheadFullException(String message) {
    super(message);
  }
}
