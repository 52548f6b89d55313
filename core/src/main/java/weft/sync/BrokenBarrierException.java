package weft.sync;

/**
 * Thrown by a {@link Barrier} at which not all will meet.
 *
 * <p>Unchecked, unlike {@link java.util.concurrent.BrokenBarrierException}.
 */
public final class BrokenBarrierException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BrokenBarrierException(String message) {
    super(message);
  }
}
