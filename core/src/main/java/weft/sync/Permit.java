package weft.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The right to go on, from a {@link Semaphore}, {@link Mutex} or {@link CapacityLimiter}; closing
 * it gives it back.
 *
 * <p>For use in {@code try (var _ = semaphore.acquire()) {…}}. Any thread may close it; to close it
 * twice gives it back once.
 */
public final class Permit implements AutoCloseable {
  private static final VarHandle GIVER;

  static {
    try {
      GIVER = MethodHandles.lookup().findVarHandle(Permit.class, "giver", Giver.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** What takes a permit back. */
  @FunctionalInterface
  interface Giver {
    void release();
  }

  @SuppressWarnings("UnusedVariable") // used through GIVER
  private volatile @Nullable Giver giver;

  Permit(Giver giver) {
    GIVER.set(this, giver);
  }

  /** Gives the permit back. */
  @Override
  public void close() {
    var g = (Giver) GIVER.getAndSet(this, null);
    if (g != null) g.release();
  }
}
