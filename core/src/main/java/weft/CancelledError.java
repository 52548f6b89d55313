package weft;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a suspension point of a task that is being cancelled.
 *
 * <p>It is an {@link Error}, as asyncio's {@code CancelledError} is a {@code BaseException}: a
 * worker loop with {@code catch (Exception e) { log(e); }} must still end. Let it pass. To catch it
 * once does no harm, since every later suspension point of the cancelled scope throws it again.
 *
 * <p>The message is the reason; the cause, where there is one, is what led to the cancellation: the
 * failure of a sibling, or the cancellation of a scope further out.
 *
 * <p>To find another task cancelled is a different thing: see {@link TaskCancelledException}.
 */
public final class CancelledError extends Error {
  private static final long serialVersionUID = 1;

  /** The failure by which a blocking call said that it was cut short, where there was one. */
  private final transient @Nullable Throwable cut;

  CancelledError(String reason, @Nullable Throwable cause) {
    this(reason, cause, null);
  }

  /** {@code cut} is told as the cause, or suppressed if there is another one. */
  CancelledError(String reason, @Nullable Throwable cause, @Nullable Throwable cut) {
    super(reason, cause == null ? cut : cause);
    this.cut = cut;
    if (cause != null && cut != null) Failures.suppress(this, cut);
  }

  /** Whether {@code failure} is no more than how the cancellation showed. */
  boolean isCutBy(Throwable failure) {
    return failure == cut;
  }
}
