package weft.internal.call;

import java.util.concurrent.atomic.AtomicBoolean;
import weft.CancelledError;
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
