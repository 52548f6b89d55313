package weft.internal.lock;

import java.util.concurrent.locks.LockSupport;

/**
 * How a thread waits for a few instructions of another that has lost its processor: yields, and
 * before long naps.
 *
 * <p>Yields alone may keep that other from running for good: a carrier of virtual threads goes on
 * with the queue in which it found one, and one that yields comes back into that queue. As many of
 * them as there are carriers are enough. So does a park that an interrupt ends at once.
 */
public final class Backoff {
  private static final int YIELDS = 64;
  private static final long NAP = 20_000; // nanoseconds

  private Backoff() {}

  /** Lets others run; {@code before} is how often this was done in this wait. */
  public static void giveWay(int before) {
    if (before < YIELDS) Thread.yield();
    else nap(NAP);
  }

  /** Parks for {@code nanos}; an interrupt, which is kept, or an unpark doesn't end it. */
  public static void nap(long nanos) {
    long end = System.nanoTime() + nanos;
    boolean interrupted = false;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      if (Thread.interrupted()) interrupted = true;
      LockSupport.parkNanos(left);
    }
    if (interrupted) Thread.currentThread().interrupt();
  }
}
