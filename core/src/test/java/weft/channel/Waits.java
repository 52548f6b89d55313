package weft.channel;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import weft.Task;

/** Waiting for a state, in tests. */
final class Waits {
  private Waits() {}

  /** Spins until {@code condition} holds; fails if that takes absurdly long. */
  static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    for (int i = 0; !condition.getAsBoolean(); i++) {
      if (System.nanoTime() > end) throw new AssertionError("it never came true");
      if (i < 100) Thread.onSpinWait();
      else Thread.yield();
      if (i > 1_000) LockSupport.parkNanos(20_000); // others need the processor
    }
  }

  static void untilWaiting(Task<?> task) {
    until(() -> task.state() == Task.State.WAITING);
  }

  /** Cancels {@code task} and waits until it has ended. */
  static void leave(Task<?> task) {
    task.cancel("leaves");
    until(task::isDone);
  }
}
