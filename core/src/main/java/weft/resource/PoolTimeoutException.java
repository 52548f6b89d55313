package weft.resource;

/** Thrown where a {@link Pool} had nothing to lend within the time it is given for that. */
public final class PoolTimeoutException extends RuntimeException {
  private static final long serialVersionUID = 1;

  PoolTimeoutException(String message) {
    super(message);
  }
}
