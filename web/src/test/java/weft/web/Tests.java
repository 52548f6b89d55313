package weft.web;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import weft.CancelledError;
import weft.Promise;
import weft.Weft;

/** What many tests need. */
final class Tests {
  private Tests() {}

  /** Waits for ever, and says why that came to an end. */
  static void untilCancelled(CountDownLatch begun, Promise<String> end) {
    begun.countDown();
    try {
      Weft.sleep(Duration.ofHours(1));
    } catch (CancelledError e) {
      end.complete(e.getMessage());
      throw e;
    }
  }

  /** Waits until the server looks whether the client of its only request is still there. */
  static void untilTheServerLooks(WebServer server) {
    until(() -> server.engine().exchanges().stream().anyMatch(e -> e.watch().isLooking()));
  }

  /** Spins until {@code condition} holds; fails if that takes absurdly long. */
  static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) throw new AssertionError("it never came true");
      LockSupport.parkNanos(100_000);
    }
  }
}
