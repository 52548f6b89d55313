package weft.web;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What many tests need. */
final class Tests {
  private Tests() {}

  /** Spins until {@code condition} holds; fails if that takes absurdly long. */
  static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) throw new AssertionError("it never came true");
      LockSupport.parkNanos(100_000);
    }
  }
}
