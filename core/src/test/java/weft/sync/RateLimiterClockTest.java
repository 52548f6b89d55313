package weft.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Clock;
import weft.Environment;
import weft.ScopeAction;
import weft.StepClock;
import weft.Task;
import weft.Weft;

/** Exactly when {@link RateLimiter} gives turns, on a clock that is moved by hand. */
@Timeout(60)
class RateLimiterClockTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration TICK = Duration.ofNanos(65_536);

  private final StepClock clock = new StepClock();
  private final List<Long> times = new ArrayList<>(); // guarded by itself

  private void run(ScopeAction<RuntimeException> body) {
    clock.environment().run(() -> Weft.supervise(body));
  }

  private void note(long what) {
    synchronized (times) {
      times.add(what);
    }
  }

  private int noted() {
    synchronized (times) {
      return times.size();
    }
  }

  private static void untilWaiting(Task<?> task) {
    while (task.state() != Task.State.WAITING) Thread.onSpinWait();
  }

  /** The times at which {@code callers} that wait together get their turns. */
  private List<Long> schedule(RateLimiter limiter, int callers, boolean late) {
    run(s -> {
      for (int i = 0; i < callers; i++) {
        s.start(() -> {
          limiter.acquire();
          note(clock.nanoTime());
        });
      }
      while (noted() < callers) {
        if (noted() + limiter.waiters() < callers) Thread.onSpinWait();
        else if (late) clock.jump(TICK);
        else clock.advance(Duration.ofNanos(clock.next() - clock.nanoTime()));
      }
    });
    assertThat(clock.timers()).isZero();
    return times;
  }

  @Test
  void threeASecondLieAtThirds() {
    assertThat(schedule(RateLimiter.of(3, SECOND), 7, false))
        .containsExactly(
            0L,
            333_333_333L,
            666_666_666L,
            1_000_000_000L,
            1_333_333_333L,
            1_666_666_666L,
            2_000_000_000L);
  }

  @Test
  void aMillionASecondLieAMicrosecondApart() {
    var schedule = schedule(RateLimiter.of(1_000_000, SECOND), 3_000, false);
    for (int i = 0; i < schedule.size(); i++) assertThat(schedule.get(i)).isEqualTo(i * 1_000L);
  }

  @Test
  void sevenInAnOddNumberOfNanosecondsDriftByNothing() {
    var schedule = schedule(RateLimiter.of(7, Duration.ofNanos(1_000_003)), 701, false);
    for (int i = 0; i < schedule.size(); i += 7) {
      assertThat(schedule.get(i)).isEqualTo(i / 7 * 1_000_003L);
    }
  }

  @Test
  void aLateTimerDoesNotDelayTheTurnsAfterIt() {
    var schedule = schedule(RateLimiter.of(1_000_000, SECOND), 5_000, true);
    assertThat(schedule.getLast()).isBetween(4_999_000L, 4_999_000L + 2 * TICK.toNanos());
  }

  @Test
  void theWayBackOfAWokenTaskIsNoPause() {
    long most = Duration.ofMillis(100).toNanos();
    long wayBack = 30_000;
    var schedule = new Schedule(1_000_000, SECOND, 1);
    long now = 0;
    for (int i = 0; i < 1_000; i++) {
      if (schedule.tryTake(1, now)) continue;
      long due = schedule.due(1);
      schedule.late(1, due, most);
      schedule.take(1);
      now = due + wayBack;
      schedule.back(due, now, most);
    }
    assertThat(now).isBetween(999_000 - wayBack, 999_000 + wayBack);
    long afterAPause = now + 2 * wayBack;
    assertThat(schedule.tryTake(1, afterAPause)).isTrue();
    assertThat(schedule.due(1)).as("begun anew").isEqualTo(afterAPause + 1_000);
  }

  @Test
  void aBurstGoesAtOnceAndThenTheRateHolds() {
    assertThat(schedule(RateLimiter.bursty(10, SECOND, 4), 7, false))
        .containsExactly(0L, 0L, 0L, 0L, 100_000_000L, 200_000_000L, 300_000_000L);
  }

  @Test
  void aLargeBurstIsFine() {
    var limiter = RateLimiter.bursty(1_000_000, Duration.ofDays(1), 1_000_000);
    run(s -> {
      for (int i = 0; i < 1_000_000; i++) assertThat(limiter.tryAcquire()).isTrue();
      assertThat(limiter.tryAcquire()).isFalse();
    });
  }

  /** However it is used: once the burst is gone, no second has more than the rate. */
  @Test
  void neverAboveTheRate() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      int turns = 1 + random.nextInt(50);
      int burst = 1 + random.nextInt(5);
      var limiter = RateLimiter.bursty(turns, SECOND, burst);
      var given = new ArrayList<Long>();
      run(s -> {
        for (int i = 0; i < 500; i++) {
          clock.advance(Duration.ofNanos(random.nextLong(1L << random.nextInt(31))));
          while (random.nextInt(8) > 0 && limiter.tryAcquire()) given.add(clock.nanoTime());
        }
      });
      // turns + burst of them span turns intervals at least, less a nanosecond of rounding
      for (int i = 0; i + turns + burst - 1 < given.size(); i++) {
        assertThat(given.get(i + turns + burst - 1) - given.get(i))
            .isGreaterThanOrEqualTo(SECOND.toNanos() - 1);
      }
    }
  }

  @Test
  void aPauseBeginsTheScheduleAnew() {
    var limiter = RateLimiter.of(10, SECOND);
    run(s -> {
      assertThat(limiter.tryAcquire()).isTrue();
      clock.advance(Duration.ofHours(1));
      assertThat(limiter.tryAcquire()).isTrue();
      assertThat(limiter.tryAcquire()).isFalse();
      clock.advance(Duration.ofMillis(100));
      assertThat(limiter.tryAcquire()).isTrue();
    });
  }

  /** One caller in a loop, and a timer that comes a tick late each time. */
  @Test
  void oneCallerKeepsUpWithALateTimer() {
    var limiter = RateLimiter.of(1_000_000, SECOND);
    var turns = new AtomicInteger();
    var over = new AtomicBoolean();
    run(s -> {
      var caller =
          s.start(() -> {
            while (!over.get()) {
              limiter.acquire();
              turns.incrementAndGet();
            }
          });
      for (int i = 0; i < 200; i++) {
        while (limiter.waiters() == 0) Thread.onSpinWait();
        clock.jump(TICK);
      }
      over.set(true);
      while (!caller.isDone()) clock.jump(TICK);
    });
    assertThat(turns.get()).isBetween(200 * 60, 210 * 66);
  }

  @Test
  void aCancelledWaitPassesItsTurnOn() {
    var limiter = RateLimiter.of(1, SECOND);
    run(s -> {
      limiter.acquire();
      var first = s.start(limiter::acquire);
      untilWaiting(first);
      var second = s.start(limiter::acquire);
      untilWaiting(second);
      first.cancel("leaves");
      while (!first.isDone()) Thread.onSpinWait();
      clock.advance(SECOND);
      second.await();
      assertThat(clock.nanoTime()).isEqualTo(SECOND.toNanos());
    });
  }

  @Test
  void cancelledWaitsLeaveNoTimers() {
    var limiter = RateLimiter.of(1, Duration.ofHours(1));
    run(s -> {
      limiter.acquire();
      for (int i = 0; i < 100; i++) {
        var task = s.start(limiter::acquire);
        untilWaiting(task);
        task.cancel("leaves");
        while (!task.isDone()) Thread.onSpinWait();
      }
    });
    assertThat(clock.timers()).isZero();
  }

  @Test
  void turnsGoInTheOrderOfArrival() {
    var limiter = RateLimiter.of(1, SECOND);
    run(s -> {
      limiter.acquire();
      for (int i = 0; i < 20; i++) {
        int index = i;
        untilWaiting(
            s.start(() -> {
              limiter.acquire();
              note(index);
            }));
      }
      for (int i = 1; i <= 20; i++) {
        clock.advance(SECOND);
        while (noted() < i) Thread.onSpinWait();
      }
    });
    assertThat(times).hasSize(20).isSorted();
  }

  /** A user's monitor on the limiter must not stop everybody's timers. */
  @Test
  void aMonitorHeldByTheUserDoesNotStopTheClock() {
    var limiter = RateLimiter.of(1, SECOND);
    run(s -> {
      limiter.acquire();
      var task =
          s.start(() -> {
            synchronized (limiter) {
              limiter.acquire();
            }
          });
      untilWaiting(task);
      clock.advance(SECOND);
      task.await();
    });
  }

  @Test
  void clockMayRunATimerWithinTheCallThatSetsIt() {
    var nanos = new AtomicLong();
    var hurried =
        new Clock() {
          @Override
          public long nanoTime() {
            return nanos.get();
          }

          @Override
          public Instant now() {
            return Instant.EPOCH.plusNanos(nanos.get());
          }

          @Override
          public Timer callAt(long nanoTime, Runnable action) {
            nanos.accumulateAndGet(nanoTime, Math::max);
            action.run();
            return () -> {};
          }
        };
    var limiter = RateLimiter.of(1, Duration.ofSeconds(1));
    Environment.standard()
        .clock(hurried)
        .run(() -> {
          for (int i = 0; i < 5; i++) limiter.acquire();
        });
    assertThat(nanos).hasValue(Duration.ofSeconds(4).toNanos());
  }
}
