package weft.internal.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Proof;
import weft.RacePartner;

/** The timer's thread under load: nothing is lost, nothing comes early, nothing comes twice. */
@Proof
@Timeout(120)
class TimerThreadRaceTest {
  private final LongAdder early = new LongAdder();

  private TimerEntry schedule(long nanos, Runnable action) {
    long at = System.nanoTime() + nanos;
    return TimerThread.schedule(
        at,
        () -> {
          if (System.nanoTime() - at < 0) early.increment();
          action.run();
        });
  }

  /** One timer at a time: each time the thread is asleep, or just falling asleep. */
  @Test
  void wakesForTheOnlyTimer() throws InterruptedException {
    for (int i = RacePartner.rounds(10_000); i > 0; i--) {
      var fired = new CountDownLatch(1);
      schedule(ThreadLocalRandom.current().nextLong(200_000), fired::countDown);
      fired.await();
    }
    assertThat(early.sum()).isZero();
  }

  /** Each timer is set by the one before, sooner than what the thread is waiting for. */
  @Test
  void wakesForAnEarlierTimer() throws InterruptedException {
    var decoys = new ArrayList<TimerEntry>();
    for (int i = RacePartner.rounds(10_000); i > 0; i--) {
      var fired = new CountDownLatch(1);
      decoys.add(schedule(3_600_000_000_000L, () -> early.increment()));
      decoys.add(schedule(ThreadLocalRandom.current().nextLong(2_000_000), () -> {}));
      schedule(ThreadLocalRandom.current().nextLong(50_000), fired::countDown);
      fired.await();
    }
    decoys.forEach(TimerEntry::cancel);
    assertThat(early.sum()).isZero();
  }

  @Test
  void firesEachOfManyOnceFromManyThreads() throws Exception {
    int threads = 4;
    int each = RacePartner.rounds(250_000);
    var fired = new AtomicIntegerArray(threads * each);
    var left = new CountDownLatch(threads * each);
    var workers = new ArrayList<Thread>();
    for (int t = 0; t < threads; t++) {
      int base = t * each;
      workers.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < each; i++) {
                  int id = base + i;
                  long most = 1L << ThreadLocalRandom.current().nextInt(28);
                  schedule(
                      ThreadLocalRandom.current().nextLong(most),
                      () -> {
                        fired.incrementAndGet(id);
                        left.countDown();
                      });
                }
              }));
    }
    for (var worker : workers) worker.join();
    left.await();
    for (int i = 0; i < fired.length(); i++) assertThat(fired.get(i)).isEqualTo(1);
    assertThat(early.sum()).isZero();
  }

  /**
   * Half are cancelled, some of them as they fire: one that was long before it was due never does.
   */
  @Test
  void cancelledOnesDoNotFire() throws Exception {
    int threads = 4;
    int each = RacePartner.rounds(250_000);
    var wrong = new LongAdder();
    var twice = new LongAdder();
    var left = new CountDownLatch(threads * each / 2);
    var workers = new ArrayList<Thread>();
    for (int t = 0; t < threads; t++) {
      workers.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < each; i += 2) {
                  var random = ThreadLocalRandom.current();
                  var kept = new AtomicInteger();
                  schedule(
                      random.nextLong(1L << random.nextInt(27)),
                      () -> {
                        if (kept.incrementAndGet() > 1) twice.increment();
                        left.countDown();
                      });
                  schedule(60_000_000_000L, wrong::increment).cancel();
                  var raced = new AtomicInteger();
                  var entry =
                      schedule(
                          random.nextLong(100_000),
                          () -> {
                            if (raced.incrementAndGet() > 1) twice.increment();
                          });
                  if (random.nextBoolean()) entry.cancel();
                }
              }));
    }
    for (var worker : workers) worker.join();
    left.await();
    assertThat(List.of(wrong.sum(), twice.sum(), early.sum())).containsOnly(0L);
  }

  /** Millions that are set and cancelled, as deadlines are, don't hold up one that is meant. */
  @Test
  void firesAmongMillionsOfCancelledOnes() throws Exception {
    int rounds = RacePartner.rounds(2_000_000);
    var worker =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; i < rounds; i++) schedule(1_000_000_000, early::increment).cancel();
            });
    do {
      var fired = new CountDownLatch(1);
      schedule(100_000, fired::countDown);
      fired.await();
    } while (worker.isAlive());
    assertThat(early.sum()).isZero();
  }
}
