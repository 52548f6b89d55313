package weft.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static weft.sync.RandomCancellation.untilWaiting;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Scope;
import weft.ScopeAction;
import weft.StepClock;
import weft.Task;
import weft.Weft;

/** Several turns at once, and rates that change, on a clock that is moved by hand. */
@Timeout(30)
class RateLimiterManyTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final StepClock clock = new StepClock();
  private final List<String> turns = new ArrayList<>(); // guarded by itself
  private final List<Task<?>> tasks = new ArrayList<>();

  private void run(ScopeAction<RuntimeException> body) {
    clock.environment().run(() -> Weft.supervise(body));
  }

  private Task<Void> waiter(Scope scope, RateLimiter limiter, int number) {
    var task =
        scope.start(() -> {
          limiter.acquireMany(number);
          synchronized (turns) {
            turns.add(number + " at " + clock.nanoTime() / 1_000_000);
          }
        });
    untilWaiting(task);
    tasks.add(task);
    return task;
  }

  /** Moves the clock when all who were given their turns have gone. */
  private void advanceUntilDone(RateLimiter limiter, Task<?> task) {
    while (!task.isDone()) {
      if (tasks.stream().filter(t -> !t.isDone()).count() > limiter.waiters()) {
        Thread.onSpinWait();
        continue;
      }
      long wait = clock.next() - clock.nanoTime();
      if (wait > 0 && wait < Long.MAX_VALUE / 2) clock.advance(Duration.ofNanos(wait));
      else clock.advance(Duration.ZERO);
    }
  }

  @Test
  void manyAreAsManyTurnsInARow() {
    var limiter = RateLimiter.of(10, SECOND);
    run(s -> {
      assertThat(limiter.tryAcquire()).isTrue();
      waiter(s, limiter, 5);
      waiter(s, limiter, 1);
      advanceUntilDone(limiter, waiter(s, limiter, 2));
    });
    assertThat(turns).containsExactly("5 at 500", "1 at 600", "2 at 800");
  }

  @Test
  void theBurstGoesAtOnceAndWhatIsBeyondItWaits() {
    var limiter = RateLimiter.bursty(10, SECOND, 4);
    run(s -> {
      assertThat(limiter.tryAcquireMany(5)).isFalse();
      assertThat(limiter.tryAcquireMany(4)).isTrue();
      assertThat(limiter.tryAcquire()).isFalse();
      clock.advance(SECOND);
      advanceUntilDone(limiter, waiter(s, limiter, 6));
    });
    assertThat(turns).containsExactly("6 at 1200");
  }

  @Test
  void aBigOneThatIsCancelledGivesItsTurnsToThoseBehindAndNoMore() {
    var limiter = RateLimiter.of(10, SECOND);
    run(s -> {
      limiter.acquire();
      var big = waiter(s, limiter, 100);
      waiter(s, limiter, 1);
      waiter(s, limiter, 1);
      clock.advance(Duration.ofSeconds(5));
      big.cancel("leaves");
      while (!big.isDone()) Thread.onSpinWait();
      advanceUntilDone(limiter, waiter(s, limiter, 2));
    });
    assertThat(turns).containsExactly("1 at 5000", "1 at 5100", "2 at 5300");
  }

  @Test
  void anotherRateHoldsForThoseWhoWait() {
    var limiter = RateLimiter.of(1, Duration.ofHours(1));
    run(s -> {
      limiter.acquire();
      var first = waiter(s, limiter, 1);
      clock.advance(Duration.ofMinutes(30)); // half a turn is left
      limiter.setRate(1, SECOND);
      assertThat(limiter).hasToString("rate limiter of 1 in PT1S, 1 waiting");
      advanceUntilDone(limiter, first);
      assertThat(clock.nanoTime()).isEqualTo(Duration.ofMillis(1_800_500).toNanos());
      var second = waiter(s, limiter, 1);
      clock.advance(Duration.ofMillis(250));
      limiter.setRate(1, Duration.ofHours(1));
      clock.advance(Duration.ofMinutes(44));
      assertThat(second.isDone()).isFalse();
      clock.advance(Duration.ofMinutes(1));
      second.await();
    });
  }

  @Test
  void aRateSetBeforeUseIsAsIfMadeWithIt() {
    var limiter = RateLimiter.of(1, Duration.ofHours(1));
    limiter.setRate(10, SECOND);
    run(s -> {
      limiter.acquire();
      advanceUntilDone(limiter, waiter(s, limiter, 1));
    });
    assertThat(turns).containsExactly("1 at 100");
  }

  @Test
  void anotherRateAfterAPauseAddsNoTurns() {
    var limiter = RateLimiter.bursty(1, SECOND, 3);
    run(s -> {
      assertThat(limiter.tryAcquireMany(3)).isTrue();
      clock.advance(Duration.ofDays(1));
      limiter.setRate(1_000, SECOND);
      assertThat(limiter.tryAcquireMany(4)).isFalse();
      assertThat(limiter.tryAcquireMany(3)).isTrue();
      assertThat(limiter.tryAcquire()).isFalse();
    });
  }

  @Test
  void hugeNumbersWaitAndDoNotOverflow() {
    var limiter = RateLimiter.bursty(1, Duration.ofDays(36_500), Integer.MAX_VALUE);
    run(s -> {
      assertThat(limiter.tryAcquireMany(Integer.MAX_VALUE)).isTrue();
      var task = waiter(s, limiter, Integer.MAX_VALUE);
      clock.advance(Duration.ofDays(365));
      assertThat(task.isDone()).isFalse();
      task.cancel("end");
    });
  }

  @Test
  void badNumbersAreRefused() {
    var limiter = RateLimiter.of(1, SECOND);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limiter.acquireMany(0))
        .withMessage("one can take 1 turn or more, not 0");
    assertThatIllegalArgumentException().isThrownBy(() -> limiter.tryAcquireMany(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> limiter.setRate(0, SECOND))
        .withMessage(
            "a rate must be at least 1 in a positive time of 100 years at most, but is 0 in PT1S");
    assertThatIllegalArgumentException().isThrownBy(() -> limiter.setRate(1, Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateLimiter.of(1, Duration.ofDays(1_000_000)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RateLimiter.bursty(1, SECOND, 0))
        .withMessage("the burst is 0, not 1 or more");
  }
}
