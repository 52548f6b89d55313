package weft.flow;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A lock that is held for a few instructions: a monitor would have the JVM unmount each task that
 * meets another.
 */
final class SpinLock {
  private static final int SPINS = 64;

  private final AtomicBoolean busy = new AtomicBoolean();

  void lock() {
    for (int i = 0; !busy.compareAndSet(false, true); i++) {
      if (i < SPINS) Thread.onSpinWait();
      else Thread.yield();
    }
  }

  void unlock() {
    busy.set(false);
  }
}
