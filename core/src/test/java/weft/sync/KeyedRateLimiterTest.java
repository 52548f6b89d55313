package weft.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.CancelScope;
import weft.StepClock;
import weft.Task;
import weft.Weft;

/** A rate for each key. */
@Timeout(30)
class KeyedRateLimiterTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final StepClock clock = new StepClock();

  @Test
  void keysDoNotWaitForEachOther() {
    var limiter = KeyedRateLimiter.<Integer>of(1, HOUR);
    clock
        .environment()
        .run(() -> {
          for (int key = 0; key < 5_000; key++) limiter.acquire(key);
        });
  }

  @Test
  void eachKeyHasItsOwnRate() {
    var limiter = KeyedRateLimiter.<String>of(1, HOUR);
    clock
        .environment()
        .run(() ->
            Weft.scope(s -> {
              limiter.acquire("a");
              var again = s.start(() -> limiter.acquire("a"));
              while (again.state() != Task.State.WAITING) Thread.onSpinWait();
              limiter.acquire("b");
              clock.advance(HOUR);
              again.await();
            }));
  }

  /** Stops, once, where the limiter of the key has been looked up and not yet used. */
  private static final class Pausing extends Thread {
    final CountDownLatch reached = new CountDownLatch(1);
    final CountDownLatch go = new CountDownLatch(1);
    volatile boolean armed;

    Pausing(Runnable body) {
      super(body);
    }

    @Override
    public UncaughtExceptionHandler getUncaughtExceptionHandler() {
      if (armed && Thread.currentThread() == this) {
        armed = false;
        reached.countDown();
        try {
          go.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
      return super.getUncaughtExceptionHandler();
    }
  }

  @Test
  void sweepingDoesNotDoubleTheRate() throws Exception {
    var turns = new AtomicInteger();
    var key = "the key";
    var limiter =
        new KeyedRateLimiter<Object>(k -> {
          if (k == key && Thread.currentThread() instanceof Pausing p) p.armed = true;
          return RateLimiter.of(1, HOUR);
        });
    var end = new CancelScope(); // of whoever would wait for an hour
    Runnable use =
        () ->
            end.run(() -> {
              limiter.acquire(key);
              turns.incrementAndGet();
            });
    var paused = new Pausing(use);
    paused.start();
    paused.reached.await();
    for (int i = 0; i < 2_048; i++) limiter.acquire(i); // sweeps
    limiter.acquire(key);
    turns.incrementAndGet();
    paused.go.countDown();
    while (paused.isAlive()) {
      if (paused.getState() == Thread.State.WAITING) end.cancel("waits, as it should");
      Thread.onSpinWait();
    }
    assertThat(turns).hasValue(1);
  }

  @Test
  void keysMayShareALimiter() {
    var shared = RateLimiter.of(1_000_000_000, Duration.ofSeconds(1));
    var keyed = new KeyedRateLimiter<Integer>(key -> shared);
    for (int i = 0; i < 5_000; i++) keyed.acquire(i % 3); // sweeps more than once
  }
}
