package weft.internal.lock;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A lock for sections of a few dozen instructions that neither park nor call foreign code; not
 * reentrant, not fair. A monitor would park those who meet, which takes longer than any section.
 */
public class SpinLock {
  private static final int SPINS = 16;
  private static final int PAUSES = 4;
  private static final VarHandle HELD;

  static {
    try {
      HELD = MethodHandles.lookup().findVarHandle(SpinLock.class, "held", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile int held;

  /** A lock that nobody holds. */
  public SpinLock() {}

  /** Waits until nobody else holds it. */
  public final void lock() {
    if (!HELD.compareAndSet(this, 0, 1)) lockSlowly();
  }

  private void lockSlowly() {
    for (int i = 1; ; i++) {
      if (i % SPINS != 0) pause();
      else Backoff.giveWay(i / SPINS); // the holder has lost its processor
      if (held == 0 && HELD.compareAndSet(this, 0, 1)) return;
    }
  }

  /** Long enough for the holder to come back for the lock a few times: its next is nearly free. */
  private static void pause() {
    for (int i = 0; i < PAUSES; i++) Thread.onSpinWait();
  }

  /** Gives it away; what was done under it is seen by the next. */
  public final void unlock() {
    HELD.setRelease(this, 0);
  }
}
