package weft.resource;

/** Thrown to one who wants something of a {@link Pool} that is closed. */
public final class PoolClosedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  PoolClosedException(String message) {
    super(message);
  }
}
