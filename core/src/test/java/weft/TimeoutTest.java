package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static weft.Fixtures.LONG;
import static weft.Fixtures.suspendForever;
import static weft.Fixtures.thrownBy;
import static weft.Weft.checkpoint;
import static weft.Weft.moveOnAfter;
import static weft.Weft.scope;
import static weft.Weft.sleep;
import static weft.Weft.timeLeft;
import static weft.Weft.timeout;
import static weft.Weft.timeoutAt;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TimeoutTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualClock clock = new ManualClock();

  /** Runs {@code body} as a task on the manual clock, and {@code meanwhile} beside it. */
  private void run(Action<?> body, Action<?> meanwhile) throws Exception {
    var thrown = new AtomicReference<Throwable>();
    clock
        .environment()
        .run(() ->
            scope(s -> {
              s.start(() -> {
                thrown.set(thrownBy(body));
              });
              s.start(meanwhile);
            }));
    switch (thrown.get()) {
      case null -> {}
      case Error e -> throw e;
      case Exception e -> throw e;
      case Throwable t -> throw new AssertionError(t);
    }
  }

  @Test
  void bodyThatIsDoneInTimeReturnsItsValue() {
    assertThat(timeout(LONG, () -> "done")).isEqualTo("done");
    Object nothing = timeout(LONG, () -> null);
    assertThat(nothing).isNull();
    timeout(LONG, () -> checkpoint());
    assertThat(timeoutAt(Instant.now().plusSeconds(3600), () -> 1)).isEqualTo(1);
    assertThat(moveOnAfter(LONG, () -> 1)).contains(1);
    assertThat(moveOnAfter(LONG, () -> checkpoint())).isTrue();
  }

  @Test
  void bodyThatIsLateIsCutShort() throws Exception {
    run(
        () -> {
          assertThatExceptionOfType(TimeoutException.class)
              .isThrownBy(() -> timeout(SECOND, () -> sleep(LONG)))
              .withMessageContaining("1 s")
              .withCauseInstanceOf(CancelledError.class);
          checkpoint();
        },
        () -> {
          clock.awaitTimers(2);
          clock.advance(SECOND);
        });
    assertThat(clock.timers()).as("timers left").isZero();
  }

  @Test
  void moveOnAfterSaysWhetherItWasDone() throws Exception {
    run(
        () -> {
          assertThat(moveOnAfter(SECOND, () -> sleep(LONG))).isFalse();
          assertThat(moveOnAfter(SECOND, () -> 1)).isEqualTo(Optional.of(1));
          assertThat(
                  moveOnAfter(
                      SECOND,
                      () -> {
                        sleep(LONG);
                        return 1;
                      }))
              .isEmpty();
        },
        () -> {
          clock.awaitTimers(2);
          clock.advance(SECOND);
          clock.awaitTimers(2);
          clock.advance(SECOND);
        });
  }

  @Test
  void deadlineInThePastCutsAtTheFirstSuspension() {
    var reached = new ArrayList<String>();
    for (var limit : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofNanos(1))) {
      assertThatExceptionOfType(TimeoutException.class)
          .isThrownBy(() ->
              timeout(
                  limit,
                  () -> {
                    reached.add("begun");
                    suspendForever();
                  }));
    }
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> timeoutAt(Instant.EPOCH, () -> suspendForever()));
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> timeoutAt(Instant.MIN, () -> Fixtures.blockForever()));
    assertThat(reached).hasSize(3);
  }

  @Test
  void veryLongLimitsAreNoProblem() {
    var max = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
    assertThat(timeout(max, () -> 1)).isEqualTo(1);
    assertThat(timeoutAt(Instant.MAX, () -> 2)).isEqualTo(2);
    assertThat(moveOnAfter(max, () -> timeLeft().orElseThrow()).orElseThrow())
        .isGreaterThan(Duration.ofDays(36_000));
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> timeout(Duration.ofSeconds(Long.MIN_VALUE), () -> suspendForever()));
  }

  @Test
  void errorOfTheBodyWinsOverTheTimeout() throws Exception {
    var error = new IOException("while cleaning up");
    run(
        () ->
            assertThatExceptionOfType(IOException.class)
                .isThrownBy(() ->
                    timeout(
                        SECOND,
                        () -> {
                          try {
                            sleep(LONG);
                          } catch (CancelledError e) {
                            throw error;
                          }
                        }))
                .isSameAs(error),
        () -> {
          clock.awaitTimers(2);
          clock.advance(SECOND);
        });
  }

  @Test
  void valueOfABodyThatSwallowedItCounts() throws Exception {
    run(
        () ->
            assertThat(
                    timeout(
                        SECOND,
                        () -> thrownBy(() -> sleep(LONG)) instanceof CancelledError ? "late" : ""))
                .isEqualTo("late"),
        () -> {
          clock.awaitTimers(2);
          clock.advance(SECOND);
        });
  }

  @Test
  void innerTimeoutIsBlamedWhenItPassesFirst() throws Exception {
    run(
        () ->
            timeout(
                Duration.ofSeconds(2),
                () -> {
                  assertThatExceptionOfType(TimeoutException.class)
                      .isThrownBy(() -> timeout(SECOND, () -> sleep(LONG)))
                      .withMessageContaining("1 s");
                  checkpoint();
                }),
        () -> {
          clock.awaitTimers(3);
          clock.advance(SECOND);
        });
  }

  @Test
  void outerTimeoutIsBlamedWhenItPassesFirst() throws Exception {
    var inner = new AtomicReference<Throwable>();
    run(
        () ->
            assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() ->
                    timeout(
                        SECOND,
                        () -> {
                          try {
                            timeout(Duration.ofSeconds(2), () -> sleep(LONG));
                          } catch (Throwable t) {
                            inner.set(t);
                            throw t;
                          }
                        }))
                .withMessageContaining("1 s"),
        () -> {
          clock.awaitTimers(3);
          clock.advance(SECOND);
        });
    assertThat(inner.get()).isInstanceOf(CancelledError.class);
  }

  @Test
  void outerTimeoutIsBlamedWhenBothHavePassed() throws Exception {
    run(
        () ->
            assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() ->
                    timeout(
                        SECOND,
                        () ->
                            timeout(
                                Duration.ofMillis(999),
                                () -> {
                                  Weft.shield(() -> sleep(SECOND));
                                  checkpoint();
                                })))
                .withMessageContaining("1 s"),
        () -> {
          clock.awaitTimers(3);
          clock.advance(Duration.ofSeconds(3));
        });
  }

  @Test
  void outerCancellationWinsOverTheTimeout() throws Exception {
    var outer = new CancelScope();
    run(
        () -> {
          var inside = new AtomicReference<Throwable>();
          boolean done =
              outer.run(() -> {
                try {
                  timeout(
                      SECOND,
                      () -> {
                        try {
                          sleep(LONG);
                        } finally {
                          outer.cancel("outer");
                        }
                      });
                } catch (Throwable t) {
                  inside.set(t);
                  throw t;
                }
              });
          assertThat(done).isFalse();
          assertThat(inside.get()).isInstanceOf(CancelledError.class).hasMessage("outer");
        },
        () -> {
          clock.awaitTimers(2);
          clock.advance(SECOND);
        });
  }

  @Test
  void timeoutOfATaskIsItsFailure() {
    assertThatExceptionOfType(TaskFailedException.class)
        .isThrownBy(() -> scope(s -> s.start(() -> timeout(Duration.ZERO, () -> suspendForever()))))
        .withCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void deadlineCancelsTasksOfAScopeWithin() {
    var tasks = new ArrayList<Task<?>>();
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() ->
            timeout(
                Duration.ofMillis(5),
                () ->
                    scope(s -> {
                      tasks.add(s.start((Action<?>) Fixtures::suspendForever));
                      tasks.add(s.start((Action<?>) Fixtures::blockForever));
                      suspendForever();
                    })));
    assertThat(tasks).allSatisfy(t -> assertThat(t.state()).isEqualTo(Task.State.CANCELLED));
  }

  @Test
  void timeLeftIsThatOfTheNearestDeadlineAround() {
    clock
        .environment()
        .run(() -> {
          assertThat(timeLeft()).isEmpty();
          timeout(
              Duration.ofSeconds(10),
              () -> {
                clock.advance(Duration.ofSeconds(4));
                assertThat(timeLeft()).contains(Duration.ofSeconds(6));
                timeout(LONG, () -> assertThat(timeLeft()).contains(Duration.ofSeconds(6)));
                timeout(SECOND, () -> assertThat(timeLeft()).contains(SECOND));
                scope(s -> s.start(() -> assertThat(timeLeft()).contains(Duration.ofSeconds(6))));
                Weft.shield(() -> assertThat(timeLeft()).isEmpty());
                Weft.shield(SECOND, () -> assertThat(timeLeft()).contains(SECOND));
                clock.advance(Duration.ofSeconds(7));
                assertThat(timeLeft()).contains(Duration.ZERO);
              });
          assertThat(timeLeft()).isEmpty();
        });
  }

  @Test
  void bodyStaysOnTheCallersThread() {
    var here = Thread.currentThread();
    assertThat(timeout(LONG, Thread::currentThread)).isSameAs(here);
    assertThat(moveOnAfter(LONG, Thread::currentThread)).contains(here);
  }

  @Test
  void nullsAreRefused() {
    assertThatNullPointerException().isThrownBy(() -> timeout(null, () -> 1));
    assertThatNullPointerException().isThrownBy(() -> timeout(LONG, (Action<?>) null));
    assertThatNullPointerException().isThrownBy(() -> timeout(LONG, (Body<?, ?>) null));
    assertThatNullPointerException().isThrownBy(() -> timeoutAt(null, () -> 1));
    assertThatNullPointerException().isThrownBy(() -> moveOnAfter(null, () -> 1));
    assertThatNullPointerException().isThrownBy(() -> sleep(null));
    checkpoint();
  }
}
