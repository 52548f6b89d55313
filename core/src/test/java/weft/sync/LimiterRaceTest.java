package weft.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static weft.sync.RandomCancellation.untilWaiting;

import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Proof;
import weft.RacePartner;
import weft.Task;
import weft.Weft;

/** Limits under random cancellation: never above them, no permit lost, first come first served. */
@Proof
@Timeout(60)
class LimiterRaceTest {
  private static final int KEYS = 5;

  private final AtomicInteger violations = new AtomicInteger();
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicIntegerArray insideKey = new AtomicIntegerArray(KEYS);

  /** How a task gets in. */
  private interface Use {
    Permit acquire(int key);
  }

  private void hold(Permit permit, int key, int total, int perKey) {
    try (permit) {
      if (inside.incrementAndGet() > total) violations.incrementAndGet();
      if (insideKey.incrementAndGet(key) > perKey) violations.incrementAndGet();
      if (ThreadLocalRandom.current().nextBoolean()) Thread.yield();
      insideKey.decrementAndGet(key);
      inside.decrementAndGet();
    }
  }

  private void run(int usual, Use use, int total, int perKey) {
    RandomCancellation.run(
        usual,
        (_, random) -> {
          int key = random.nextInt(KEYS);
          hold(use.acquire(key), key, total, perKey);
        });
    assertThat(violations).hasValue(0);
    assertThat(inside).hasValue(0);
  }

  @Test
  void semaphore() {
    var semaphore = new Semaphore(3);
    run(60_000, key -> semaphore.acquire(), 3, 3);
    assertThat(semaphore.available()).isEqualTo(3);
    assertThat(semaphore.waiters()).isZero();
  }

  @Test
  void semaphoreThatIsAlsoTried() {
    var semaphore = new Semaphore(2);
    run(60_000, key -> semaphore.tryAcquire().orElseGet(semaphore::acquire), 2, 2);
    assertThat(semaphore.available()).isEqualTo(2);
    assertThat(semaphore.waiters()).isZero();
  }

  @Test
  void mutex() {
    var mutex = new Mutex();
    run(60_000, key -> mutex.acquire(), 1, 1);
    assertThat(mutex.isHeld()).isFalse();
    assertThat(mutex).hasToString("free mutex");
  }

  @Test
  void capacityLimiter() {
    var limiter = new CapacityLimiter<Integer>(4, 2);
    run(60_000, limiter::acquire, 4, 2);
    assertIdle(limiter);
  }

  @Test
  void capacityLimiterThatIsResized() {
    var limiter = new CapacityLimiter<Integer>(6, 3);
    Use use =
        key -> {
          var random = ThreadLocalRandom.current();
          if (random.nextInt(16) == 0) limiter.resize(1 + random.nextInt(6), 1 + random.nextInt(3));
          return limiter.acquire(key);
        };
    run(60_000, use, 6, 3);
    assertIdle(limiter);
  }

  private static void assertIdle(CapacityLimiter<Integer> limiter) {
    assertThat(limiter.inUse()).isZero();
    assertThat(limiter.waiters()).isZero();
    for (int key = 0; key < KEYS; key++) assertThat(limiter.inUse(key)).isZero();
  }

  /** Those who wait for {@code held}, less some who leave, get in as they came. */
  private static void assertOrder(int seed, Use use, Permit held) {
    var random = new Random(seed);
    var order = new ArrayList<Integer>(); // guarded by itself
    var expected = new ArrayList<Integer>();
    Weft.supervise(s -> {
      var tasks = new ArrayList<Task<Void>>();
      for (int i = 0; i < 12; i++) {
        int index = i;
        tasks.add(
            s.start(() -> {
              try (var _ = use.acquire(index % KEYS)) {
                synchronized (order) {
                  order.add(index);
                }
              }
            }));
        untilWaiting(tasks.getLast());
      }
      for (int i = 0; i < tasks.size(); i++) {
        if (random.nextInt(3) > 0) {
          expected.add(i);
          continue;
        }
        tasks.get(i).cancel("leaves the line");
        while (!tasks.get(i).isDone()) Thread.onSpinWait(); // else it might still get in
      }
      held.close();
    });
    assertThat(order).isEqualTo(expected);
  }

  @Test
  void permitsGoInTheOrderOfArrival() {
    for (int seed = 0; seed < RacePartner.rounds(300); seed++) {
      var semaphore = new Semaphore(1);
      assertOrder(seed, key -> semaphore.acquire(), semaphore.acquire());
      assertThat(semaphore.available()).isEqualTo(1);
    }
  }

  @Test
  void theMutexGoesInTheOrderOfArrival() {
    for (int seed = 0; seed < RacePartner.rounds(300); seed++) {
      var mutex = new Mutex();
      assertOrder(seed, key -> mutex.acquire(), mutex.acquire());
      assertThat(mutex.isHeld()).isFalse();
    }
  }

  @Test
  void capacityGoesInTheOrderOfArrivalAcrossKeys() {
    for (int seed = 0; seed < RacePartner.rounds(300); seed++) {
      var limiter = new CapacityLimiter<Integer>(1, 1);
      assertOrder(seed, limiter::acquire, limiter.acquire(99));
      assertThat(limiter.inUse()).isZero();
    }
  }

  @Test
  void thoseWhoWaitForABusyKeyHoldUpNobodyElse() {
    var limiter = new CapacityLimiter<String>(3, 1);
    var busy = limiter.acquire("busy");
    Weft.scope(s -> {
      var waiting = s.start(() -> limiter.acquire("busy").close());
      untilWaiting(waiting);
      for (int i = 0; i < 100; i++) limiter.acquire("free").close();
      assertThat(waiting.isDone()).isFalse();
      busy.close();
    });
    assertThat(limiter.inUse()).isZero();
  }

  @Test
  void aLargerLimitLetsWaitersIn() {
    var limiter = new CapacityLimiter<String>(1, 1);
    var first = limiter.acquire("a");
    Weft.scope(s -> {
      var sameKey = s.start(() -> limiter.acquire("a").close());
      untilWaiting(sameKey);
      var otherKey = s.start(() -> limiter.acquire("b").close());
      untilWaiting(otherKey);
      limiter.resize(2, 1);
      otherKey.await();
      assertThat(sameKey.isDone()).isFalse();
      limiter.resize(2, 2);
      sameKey.await();
    });
    first.close();
    assertThat(limiter.inUse()).isZero();
  }

  @Test
  void aRefusedResizeChangesNothing() {
    var limiter = new CapacityLimiter<String>(1, 1);
    var first = limiter.acquire("a");
    assertThatIllegalArgumentException().isThrownBy(() -> limiter.resize(5, 0));
    Weft.supervise(s -> {
      var second = s.start(() -> limiter.acquire("b").close());
      untilWaiting(second);
      first.close();
    });
  }
}
