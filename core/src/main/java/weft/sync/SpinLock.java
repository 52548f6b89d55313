package weft.sync;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A lock that is held for a few instructions: whoever meets another there tries again. A monitor
 * would have the JVM unmount a virtual thread for it, which takes a hundred times as long.
 */
final class SpinLock extends AtomicBoolean {
  private static final long serialVersionUID = 1;
  private static final int SPINS = 64;

  void lock() {
    for (int i = 0; getPlain() || !compareAndSet(false, true); i++) {
      if (i < SPINS) Thread.onSpinWait();
      else Thread.yield();
    }
  }

  void unlock() {
    setRelease(false);
  }
}
