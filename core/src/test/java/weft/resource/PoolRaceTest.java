package weft.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.CancelScope;
import weft.Proof;
import weft.RacePartner;
import weft.Weft;

/**
 * A pool whose creation, validation, use, reset and release fail at random, whose borrowers are
 * cancelled at random moments, and which is closed in the end.
 */
@Proof
@Timeout(120)
class PoolRaceTest {
  private static final int TASKS = 16;
  private static final int MAX = 4;

  private final AtomicInteger violations = new AtomicInteger();
  private final AtomicInteger alive = new AtomicInteger();
  private final AtomicLong created = new AtomicLong();
  private final AtomicLong disposed = new AtomicLong();
  private final AtomicLong used = new AtomicLong();
  private final AtomicLong cancelled = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong errors = new AtomicLong();

  /** What is lent; knows what it must never see. */
  private final class Thing {
    private final AtomicInteger users = new AtomicInteger();
    private final AtomicInteger ends = new AtomicInteger();

    Thing() {
      created.incrementAndGet();
    }

    void touch() {
      if (users.incrementAndGet() != 1 || ends.get() != 0) violations.incrementAndGet();
      try {
        pause();
      } finally {
        users.decrementAndGet();
      }
    }

    void end() {
      if (users.get() != 0 || ends.incrementAndGet() != 1) violations.incrementAndGet();
      disposed.incrementAndGet();
      alive.decrementAndGet();
    }
  }

  private static boolean oneIn(int n) {
    return ThreadLocalRandom.current().nextInt(n) == 0;
  }

  /** A suspension point, most of the time, where a cancellation may come. */
  private static void pause() {
    switch (ThreadLocalRandom.current().nextInt(4)) {
      case 0 -> Weft.sleep(Duration.ZERO);
      case 1 -> Weft.sleep(Duration.ofNanos(1_000));
      case 2 -> Weft.checkpoint();
      default -> RacePartner.jitter();
    }
  }

  private static void mayFail(int n) throws IOException {
    pause();
    if (oneIn(n)) throw new IOException("at random");
  }

  private Resource<Thing, IOException> things() {
    return Resource.of(
        () -> {
          // Counted before the creation may fail: what is being created has a place, too.
          if (alive.incrementAndGet() > MAX) violations.incrementAndGet();
          boolean made = false;
          try {
            mayFail(5);
            var thing = new Thing();
            made = true;
            return thing;
          } finally {
            if (!made) alive.decrementAndGet();
          }
        },
        thing -> {
          Weft.sleep(Duration.ZERO);
          thing.end();
          if (oneIn(10)) throw new IOException("at random");
        });
  }

  private Pool<Thing, IOException> pool() {
    return Pool.builder(things())
        .max(MAX)
        .min(2)
        .maxIdle(Duration.ofMillis(2))
        .maxLifetime(Duration.ofMillis(5))
        .validate(thing -> {
          thing.touch();
          mayFail(20);
          return !oneIn(10);
        })
        .reset(thing -> {
          thing.touch();
          mayFail(20);
        })
        .borrowWithin(Duration.ofMillis(200))
        .onError(error -> errors.incrementAndGet())
        .build();
  }

  private void once(Pool<Thing, IOException> pool) throws IOException {
    if (oneIn(2)) {
      pool.use(thing -> {
        thing.touch();
        mayFail(10);
      });
      return;
    }
    var lease = oneIn(4) ? pool.tryBorrow() : java.util.Optional.of(pool.borrow());
    if (lease.isEmpty()) return;
    try (var l = lease.get()) {
      l.get().touch();
      if (oneIn(10)) l.invalidate();
    }
  }

  private void work(Pool<Thing, IOException> pool, int task, int times, CancelScope[] attempts) {
    for (int i = 0; i < times; i++) {
      var attempt = new CancelScope();
      synchronized (attempts) {
        attempts[task] = attempt;
      }
      try {
        boolean done = attempt.run(() -> once(pool));
        (done ? used : cancelled).incrementAndGet();
      } catch (IOException | PoolTimeoutException e) {
        failed.incrementAndGet();
      }
    }
  }

  private static void cancelAtRandom(CancelScope[] attempts) {
    while (true) {
      Weft.checkpoint();
      CancelScope attempt;
      synchronized (attempts) {
        attempt = attempts[ThreadLocalRandom.current().nextInt(TASKS)];
      }
      if (attempt != null) attempt.cancel("at random");
      Thread.yield();
    }
  }

  @Test
  void nothingIsLostAndNothingIsTooMuch() {
    int each = RacePartner.rounds(24_000) / TASKS;
    var pool = pool();
    var attempts = new CancelScope[TASKS]; // guarded by itself
    Weft.scope(s -> {
      s.background("maintain", pool::maintain);
      s.background("cancel", () -> cancelAtRandom(attempts));
      for (int t = 0; t < TASKS; t++) {
        int task = t;
        s.start(() -> work(pool, task, each, attempts));
      }
    });
    var idle = pool.statistics();
    assertThat(idle.leased()).isZero();
    assertThat(idle.waiting()).isZero();
    assertThat(idle.idle()).isEqualTo(idle.size());
    assertThat(pool.closeWithin(Duration.ofSeconds(30))).isTrue();
    assertThat(violations).hasValue(0);
    assertThat(alive).hasValue(0);
    assertThat(disposed.get()).isEqualTo(created.get());
    var end = pool.statistics();
    assertThat(end.size()).isZero();
    assertThat(end.created()).isEqualTo(created.get());
    assertThat(end.disposed()).isEqualTo(created.get());
    assertThat(java.util.List.of(used, cancelled, failed, errors)).allMatch(n -> n.get() > 0);
  }

  @Test
  void aPoolIsClosedAtAnyMoment() {
    for (int round = 0; round < RacePartner.rounds(300); round++) {
      var pool = pool();
      var attempts = new CancelScope[TASKS];
      Weft.scope(s -> {
        for (int t = 0; t < TASKS; t++) {
          int task = t;
          s.start(() -> {
            try {
              work(pool, task, 1_000_000, attempts);
            } catch (PoolClosedException e) {
              // as it should be
            }
          });
        }
        s.start(pool::maintain);
        for (int i = 0; i < ThreadLocalRandom.current().nextInt(20); i++) Thread.yield();
        assertThat(pool.closeWithin(Duration.ofSeconds(30))).isTrue();
        assertThat(alive).hasValue(0);
      });
      assertThat(disposed.get()).isEqualTo(created.get());
    }
    assertThat(violations).hasValue(0);
  }
}
