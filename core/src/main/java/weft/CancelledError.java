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

  CancelledError(String reason, @Nullable Throwable cause) {
    super(reason, cause);
  }
}
