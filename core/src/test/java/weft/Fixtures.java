package weft;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What many tests need. */
final class Fixtures {
  /** Long enough that a test which waits for it fails by its time limit. */
  static final Duration LONG = Duration.ofHours(1);

  private Fixtures() {}

  /** Spins until {@code condition} holds; fails if that takes absurdly long. */
  static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
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

  /** Spins until {@code thread} is parked or blocked in the JDK. */
  static void untilBlocked(Thread thread) {
    until(() ->
        switch (thread.getState()) {
          case WAITING, TIMED_WAITING, BLOCKED -> true;
          default -> false;
        });
  }

  /** Suspends for ever. */
  static void suspendForever() {
    new Promise<Void>().await();
  }

  /** Blocks for ever in the JDK. */
  static void blockForever() throws InterruptedException {
    new LinkedBlockingQueue<Object>().take();
  }

  /** Runs {@code body} on a new thread of the given kind and waits for it. */
  static void on(Thread.Builder kind, Action<?> body) throws Exception {
    var thrown = new AtomicReference<Throwable>();
    var thread =
        kind.unstarted(() -> {
          try {
            body.run();
            assertThat(Thread.currentThread().isInterrupted()).as("stale interrupt").isFalse();
          } catch (Throwable t) {
            thrown.set(t);
          }
        });
    thread.start();
    thread.join();
    switch (thrown.get()) {
      case null -> {}
      case Exception e -> throw e;
      case Error e -> throw e;
      case Throwable t -> throw new AssertionError(t);
    }
  }

  static void onPlatform(Action<?> body) throws Exception {
    on(Thread.ofPlatform(), body);
  }

  static void onVirtual(Action<?> body) throws Exception {
    on(Thread.ofVirtual(), body);
  }

  static void assertNotInterrupted() {
    assertThat(Thread.currentThread().isInterrupted()).as("interrupted").isFalse();
  }

  /** What {@code body} throws, or null. */
  static Throwable thrownBy(Action<?> body) {
    try {
      body.run();
      return null;
    } catch (Throwable t) {
      return t;
    }
  }
}
