package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.checkpoint;
import static weft.Weft.sleep;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deadlines of cancel scopes, moved while they run. */
@Timeout(30)
class DeadlineMovingTest {
  private final ManualClock clock = new ManualClock();

  /** Runs {@code body} in {@code scope}; {@code meanwhile} once it is asleep. */
  private boolean run(CancelScope scope, Action<?> body, Action<?> meanwhile) {
    return Weft.<Boolean, RuntimeException>scope(s -> {
      var done =
          s.start(() -> {
            boolean whole = scope.run(body);
            checkpoint();
            return whole;
          });
      s.start(() -> {
        Fixtures.untilWaiting(done);
        meanwhile.run();
      });
      return done.await();
    });
  }

  private void onClock(Action<RuntimeException> body) {
    clock.environment().run(body);
  }

  private static Duration seconds(long n) {
    return Duration.ofSeconds(n);
  }

  @Test
  void movedLaterWhileWaiting() {
    onClock(() -> {
      var scope = CancelScope.expiringIn(seconds(10));
      boolean done =
          run(
              scope,
              () -> sleep(seconds(15)),
              () -> {
                clock.advance(seconds(9));
                scope.expireIn(seconds(60));
                clock.advance(seconds(6));
              });
      assertThat(done).isTrue();
      assertThat(scope.isCancelled()).isFalse();
    });
    assertThat(clock.timers()).isZero();
  }

  @Test
  void movedEarlierWhileWaiting() {
    onClock(() -> {
      var scope = CancelScope.expiringIn(seconds(10));
      boolean done =
          run(
              scope,
              () -> sleep(seconds(5)),
              () -> {
                scope.expireIn(seconds(1));
                clock.advance(seconds(1));
              });
      assertThat(done).isFalse();
      assertThat(scope.isCancelled()).isTrue();
    });
    assertThat(clock.timers()).isZero();
  }

  @Test
  void movedIntoThePastWhileWaiting() {
    onClock(() -> {
      var scope = new CancelScope();
      assertThat(run(scope, () -> sleep(seconds(5)), () -> scope.expireIn(seconds(-1)))).isFalse();
      var other = new CancelScope();
      assertThat(run(other, () -> sleep(seconds(5)), () -> other.expireAt(Instant.MIN))).isFalse();
    });
  }

  @Test
  void takenAwayWhileWaiting() {
    onClock(() -> {
      var scope = CancelScope.expiringAt(clock.now().plusSeconds(1));
      assertThat(scope.deadline()).contains(clock.now().plusSeconds(1));
      boolean done =
          run(
              scope,
              () -> sleep(seconds(5)),
              () -> {
                scope.neverExpire();
                assertThat(scope.deadline()).isEmpty();
                clock.advance(seconds(5));
              });
      assertThat(done).isTrue();
    });
  }

  @Test
  void movedByTheBodyItself() {
    onClock(() -> {
      var scope = new CancelScope();
      var left = new AtomicReference<Duration>();
      boolean done =
          run(
              scope,
              () -> {
                scope.expireIn(seconds(3));
                left.set(Weft.timeLeft().orElseThrow());
                sleep(seconds(60));
              },
              () -> clock.advance(seconds(3)));
      assertThat(done).isFalse();
      assertThat(left.get()).isEqualTo(seconds(3));
    });
  }

  @Test
  void movedAfterItPassedHasNoEffect() {
    onClock(() -> {
      var scope = CancelScope.expiringIn(seconds(1));
      clock.advance(seconds(2));
      scope.expireIn(seconds(100));
      assertThat(scope.isCancelled()).isTrue();
      scope.neverExpire();
      assertThat(scope.run(() -> sleep(seconds(1)))).isFalse();
    });
  }

  @Test
  void innerScopeIsCutByTheOuterDeadlineThatMoved() {
    onClock(() -> {
      var outer = CancelScope.expiringIn(seconds(100));
      var inner = CancelScope.expiringIn(seconds(50));
      boolean done =
          run(
              outer,
              () -> {
                inner.run(() -> sleep(seconds(60)));
                throw new AssertionError("the outer one was cancelled");
              },
              () -> {
                outer.expireIn(seconds(5));
                clock.advance(seconds(5));
              });
      assertThat(done).isFalse();
      assertThat(inner.isCancelled()).isFalse();
    });
  }

  @Test
  void movingAgainAndAgainWithTheRealClock() {
    // an activity timeout, as a server has it: each step moves it
    var scope = CancelScope.expiringIn(Duration.ofSeconds(20));
    boolean done =
        scope.run(() -> {
          for (int i = 0; i < 10_000; i++) {
            scope.expireIn(Duration.ofSeconds(20));
            checkpoint();
          }
        });
    assertThat(done).isTrue();
  }

  @Proof
  @Test
  void racesWithItsPassing() {
    // Whether it fires or not, scope, flag and outcome must agree, and nothing may be left.
    Weft.run(() -> {
      for (int i = RacePartner.rounds(5_000); i > 0; i--) {
        var scope = CancelScope.expiringIn(Duration.ofNanos(i % 100 * 1_000L));
        boolean done =
            scope.run(() -> {
              scope.expireIn(Duration.ofHours(1));
              checkpoint();
              Thread.yield();
              checkpoint();
            });
        if (!done) assertThat(scope.isCancelled()).isTrue();
        checkpoint();
        Fixtures.assertNotInterrupted();
      }
    });
  }
}
