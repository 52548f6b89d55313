package weft.internal.call;

import java.util.concurrent.atomic.AtomicBoolean;
import weft.CancelledError;
import weft.Promise;
import weft.TaskCancelledException;
import weft.Weft;

/** Tells a failure from what a cancellation led to. */
public final class Cancelled {
  private Cancelled() {}

  /**
   * Whether {@code thrown} is no failure: it is a cancellation, or its caller is being cancelled.
   */
  public static boolean ledTo(Throwable thrown) {
    return thrown instanceof CancelledError || now();
  }

  /**
   * Throws if the caller is cancelled, though it may not have been told of that yet: who was
   * cancelled together with another may be woken by what that one leaves behind, its failed channel
   * say, which is of no interest then.
   *
   * @throws CancelledError if it is
   */
  public static void checkpoint() {
    var end = new Promise<Object>();
    var _ = end.cancel("another");
    try {
      var _ = end.await(); // which looks for that
    } catch (TaskCancelledException _) {
      // it isn't
    }
  }

  /**
   * Whether the caller is being cancelled. Unlike {@link Weft#checkpoint}, this leaves it unheard:
   * the caller's next blocking call is still interrupted.
   */
  private static boolean now() {
    var cancelled = new AtomicBoolean();
    try (var _ = Weft.onCancel(() -> cancelled.set(true))) {
      // Registered in a cancelled scope, the action runs at once, and close() waits for it.
    }
    return cancelled.get();
  }
}
