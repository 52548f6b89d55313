package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Fixtures.blockForever;
import static weft.Fixtures.suspendForever;
import static weft.Fixtures.thrownBy;
import static weft.Fixtures.untilWaiting;
import static weft.Weft.checkpoint;
import static weft.Weft.scope;
import static weft.Weft.shield;
import static weft.Weft.sleep;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cancellation that respects shields for a while only. */
@Timeout(30)
class GraceTest {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final ManualClock clock = new ManualClock();
  private final AtomicReference<Throwable> inShield = new AtomicReference<>();

  private void onClock(ScopeAction<RuntimeException> body) {
    clock.environment().run(() -> scope(body));
  }

  private void shieldedWork(Action<?> work) {
    try {
      suspendForever();
    } finally {
      shield(() -> {
        inShield.set(thrownBy(work));
      });
    }
  }

  @Test
  void workThatEndsWithinTheGraceIsLeftAlone() {
    onClock(s -> {
      var task = s.start(() -> shieldedWork(() -> sleep(Duration.ofSeconds(4))));
      untilWaiting(task);
      assertThat(task.cancel("with grace", GRACE)).isTrue();
      clock.awaitTimers(2);
      clock.advance(Duration.ofSeconds(4));
      Fixtures.until(task::isDone);
      assertThat(task.outcome()).contains(new Outcome.Cancelled<>("with grace"));
    });
    assertThat(inShield.get()).isNull();
  }

  @Test
  void shieldedSuspensionIsForcedAfterTheGrace() {
    onClock(s -> {
      var task = s.start(() -> shieldedWork(() -> sleep(Duration.ofSeconds(60))));
      untilWaiting(task);
      task.cancel("with grace", GRACE);
      clock.awaitTimers(2);
      clock.advance(Duration.ofSeconds(4));
      assertThat(task.isDone()).isFalse();
      clock.advance(Duration.ofSeconds(1));
      Fixtures.until(task::isDone);
    });
    assertThat(inShield.get()).isInstanceOf(CancelledError.class).hasMessage("with grace");
  }

  @Test
  void shieldedBlockingCallIsInterruptedAfterTheGrace() {
    var thread = new AtomicReference<Thread>();
    onClock(s -> {
      var task =
          s.start(() ->
              shieldedWork(() -> {
                thread.set(Thread.currentThread());
                blockForever();
              }));
      untilWaiting(task);
      task.cancel("with grace", GRACE);
      Fixtures.until(() -> thread.get() != null);
      Fixtures.untilBlocked(thread.get());
      clock.advance(GRACE);
      Fixtures.until(task::isDone);
      assertThat(task.state()).isEqualTo(Task.State.CANCELLED);
    });
    assertThat(inShield.get()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void forcePassesEveryShieldOnTheWay() {
    onClock(s -> {
      var task =
          s.start(() ->
              shield(() ->
                  shield(() ->
                      scope(inner -> {
                        inner.start(() -> shield(() -> suspendForever()));
                      }))));
      untilWaiting(task);
      s.cancel("with grace", GRACE);
      clock.advance(GRACE);
    });
  }

  @Test
  void noGraceForcesAtOnce() {
    onClock(s -> {
      var task = s.start(() -> shield(() -> suspendForever()));
      untilWaiting(task);
      task.cancel("now", Duration.ZERO);
      Fixtures.until(task::isDone);
      var other = s.start(() -> shield(() -> suspendForever()));
      untilWaiting(other);
      other.cancel("now", Duration.ofSeconds(-1));
      Fixtures.until(other::isDone);
    });
  }

  @Test
  void graceForOneThatWasCancelledBeforeForcesIt() {
    onClock(s -> {
      var task = s.start(() -> shield(() -> suspendForever()));
      untilWaiting(task);
      assertThat(task.cancel("gently")).isTrue();
      assertThat(task.cancel("with grace", GRACE)).isFalse();
      clock.advance(GRACE);
      Fixtures.until(task::isDone);
      assertThat(task.outcome()).contains(new Outcome.Cancelled<>("gently"));
    });
  }

  @Test
  void cancelScopeWithGrace() {
    onClock(s -> {
      var scope = new CancelScope();
      var task =
          s.start(() -> {
            boolean done = scope.run(() -> shield(() -> suspendForever()));
            checkpoint(); // what is outside of the scope is not forced
            return done;
          });
      untilWaiting(task);
      scope.cancel("with grace", GRACE);
      clock.advance(GRACE);
      assertThat(task.await()).isFalse();
    });
  }

  @Test
  void unshieldedPartsEndAtOnce() {
    onClock(s -> {
      var task = s.start((Action<?>) Fixtures::suspendForever);
      untilWaiting(task);
      task.cancel("with grace", GRACE);
      Fixtures.until(task::isDone);
    });
    assertThat(clock.nanoTime()).isZero();
  }

  @Test
  void timerOfAGraceIsForgottenWhenNobodyNeedsItAnyMore() {
    onClock(s -> {
      for (int i = 0; i < 10; i++) {
        scope(inner -> {
          inner.start((Action<?>) Fixtures::suspendForever);
          inner.cancel("with grace", Duration.ofHours(1));
        });
      }
      assertThat(clock.timers()).as("timers of scopes that have ended").isZero();
    });
  }
}
