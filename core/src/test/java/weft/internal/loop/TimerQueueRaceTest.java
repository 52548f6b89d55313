package weft.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who sets a timer may rely on others being about to fire: none is forgotten for that. */
class TimerQueueRaceTest {
  private static final int ROUNDS = 40_000;
  private static final int SETTERS = 3;
  private static final int TIMERS = 2; // few: a later one would have a forgotten one fire, too
  private static final int SPAN = 20_000; // ns, around the time at which they are set

  private record Base(ScheduledExecutorService threads) implements TimerQueue.Base {
    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public Runnable callAt(long nanoTime, Runnable action) {
      var alarm = threads.schedule(action, nanoTime - nanoTime(), TimeUnit.NANOSECONDS);
      return () -> alarm.cancel(false);
    }
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void eachFiresThoughItIsSetWhileOthersFire() throws Exception {
    int forgotten = 0;
    try (var alarms = Executors.newSingleThreadScheduledExecutor();
        var turns = Executors.newSingleThreadExecutor();
        var setters = Executors.newFixedThreadPool(SETTERS)) {
      for (int round = 0; round < ROUNDS && forgotten == 0; round++) {
        var queue = queue(new Base(alarms), turns::execute);
        var fired = new CountDownLatch(SETTERS * TIMERS);
        for (int s = 0; s < SETTERS; s++) setters.execute(() -> set(queue, fired::countDown));
        if (!fired.await(Duration.ofSeconds(30).toNanos(), TimeUnit.NANOSECONDS)) forgotten++;
      }
    }
    assertThat(forgotten).isZero();
  }

  private static TimerQueue queue(Base base, Executor turns) {
    var made = new TimerQueue[1];
    made[0] = new TimerQueue(base, false, () -> turns.execute(() -> made[0].fire()));
    return made[0];
  }

  private static void set(TimerQueue queue, Runnable action) {
    for (int i = 0; i < TIMERS; i++) {
      int from = ThreadLocalRandom.current().nextInt(-SPAN, SPAN / 10);
      queue.add(System.nanoTime() + from, action);
    }
  }
}
