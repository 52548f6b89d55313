package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.checkpoint;
import static weft.Weft.moveOnAfter;
import static weft.Weft.scope;
import static weft.Weft.shield;
import static weft.Weft.sleep;
import static weft.Weft.timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Timeouts that fire at about the moment at which their body ends, again and again: none may leave
 * an interrupt behind, be lost, or be blamed on another.
 */
@Proof
@Timeout(600)
class TimeoutRaceTest {
  private static final int RACES = RacePartner.rounds(50_000);
  private static final int WORKERS = 8;

  private final AtomicInteger stale = new AtomicInteger();
  private final AtomicInteger wrongBlame = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private final AtomicInteger fired = new AtomicInteger();

  /** Half of the workers on virtual threads, half on platform threads. */
  private void race(Race race) throws Exception {
    var threads = new ArrayList<Thread>();
    var failures = new ArrayList<Throwable>();
    for (int w = 0; w < WORKERS; w++) {
      var random = new SplittableRandom(w);
      var kind = w % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform();
      threads.add(
          kind.start(() -> {
            try {
              for (int i = 0; i < RACES / WORKERS; i++) {
                race.run(random);
                if (Thread.interrupted()) stale.incrementAndGet();
                checkpoint();
              }
            } catch (Throwable t) {
              synchronized (failures) {
                failures.add(t);
              }
            }
          }));
    }
    for (var thread : threads) thread.join();
    assertThat(failures).isEmpty();
    assertThat(List.of(stale.get(), wrongBlame.get(), lost.get()))
        .as("stale interrupts, wrong blame, lost timeouts of %s, %s fired", RACES, fired)
        .containsExactly(0, 0, 0);
    assertThat(fired.get()).as("timeouts that fired").isPositive();
  }

  @FunctionalInterface
  private interface Race {
    void run(SplittableRandom random) throws Exception;
  }

  private static Duration soon(SplittableRandom random) {
    return Duration.ofNanos(random.nextInt(150_000));
  }

  private static void compute(SplittableRandom random) {
    int spins = random.nextInt(3_000);
    for (int i = 0; i < spins; i++) Thread.onSpinWait();
  }

  /** Something that takes about as long as the timeouts: computing, suspended, or blocked. */
  private static void work(SplittableRandom random) throws InterruptedException {
    switch (random.nextInt(8)) {
      case 0 -> compute(random);
      case 1 -> {
        for (int i = 0; i < 20; i++) {
          compute(random);
          checkpoint();
        }
      }
      case 2 -> sleep(soon(random));
      case 3 -> Thread.sleep(soon(random));
      case 4 -> LockSupport.parkNanos(random.nextInt(150_000));
      case 5 -> {
        var unused =
            new ArrayBlockingQueue<Integer>(1).poll(random.nextInt(150), TimeUnit.MICROSECONDS);
      }
      case 6 -> shield(() -> compute(random));
      default -> {
        sleep(Duration.ZERO);
        compute(random);
        Thread.sleep(0);
      }
    }
  }

  @Test
  void bodiesThatEndAboutThen() throws Exception {
    race(random -> {
      if (!moveOnAfter(soon(random), () -> work(random))) fired.incrementAndGet();
    });
  }

  @Test
  void bodiesThatEndByTheTimeoutOnly() throws Exception {
    race(random -> {
      boolean blocking = random.nextBoolean();
      boolean done =
          moveOnAfter(
              soon(random),
              () -> {
                compute(random);
                if (blocking) Fixtures.blockForever();
                else Fixtures.suspendForever();
              });
      if (done) lost.incrementAndGet();
      else fired.incrementAndGet();
    });
  }

  @Test
  void nestedTimeoutsThatPassTogether() throws Exception {
    race(random -> {
      var outer = soon(random);
      var inner = outer.plusNanos(random.nextInt(-20_000, 20_000));
      var seen = new Throwable[1];
      try {
        timeout(
            outer,
            () -> {
              try {
                timeout(inner, () -> work(random));
              } catch (Throwable t) {
                seen[0] = t;
                throw t;
              }
            });
      } catch (TimeoutException e) {
        fired.incrementAndGet();
        // an inner one passes through as it is: as every exception, it wins
        if (seen[0] instanceof TimeoutException && seen[0] != e) wrongBlame.incrementAndGet();
      } catch (CancelledError | InterruptedException e) {
        wrongBlame.incrementAndGet();
      }
    });
  }

  @Test
  void timeoutsWithinTasksThatAreCancelledToo() throws Exception {
    race(random -> {
      var limit = soon(random);
      var delay = random.nextInt(2_000);
      scope(s -> {
        var task =
            s.start(() -> {
              if (!moveOnAfter(limit, () -> work(random))) fired.incrementAndGet();
              Fixtures.blockForever(); // only the cancellation of the task ends this
            });
        for (int i = 0; i < delay; i++) Thread.onSpinWait();
        task.cancel("by hand");
      });
    });
  }
}
