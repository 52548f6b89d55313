package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static weft.Fixtures.LONG;
import static weft.Fixtures.assertNotInterrupted;
import static weft.Fixtures.blockForever;
import static weft.Fixtures.suspendForever;
import static weft.Fixtures.thrownBy;
import static weft.Fixtures.untilWaiting;
import static weft.Weft.checkpoint;
import static weft.Weft.gather;
import static weft.Weft.scope;
import static weft.Weft.shield;
import static weft.Weft.sleep;
import static weft.Weft.timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ShieldTest {
  private static final Duration TICK = Duration.ofNanos(1);

  @Test
  void returnsTheValueAndTheTypedException() throws IOException {
    assertThat(shield(() -> 1)).isEqualTo(1);
    assertThat(shield(LONG, () -> 2)).isEqualTo(2);
    var error = new IOException("x");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            shield(() -> {
              throw error;
            }))
        .isSameAs(error);
    int typed = shield(() -> mayThrow(3)); // has to compile: shield throws what its body throws
    assertThat(typed).isEqualTo(3);
  }

  private static int mayThrow(int i) throws IOException {
    return i;
  }

  @Test
  void cleanUpInACancelledScopeSuspends() {
    var cleaned = new AtomicBoolean();
    var scope = new CancelScope();
    boolean done =
        scope.run(() -> {
          scope.cancel("x");
          try {
            sleep(LONG);
          } finally {
            shield(() -> {
              checkpoint();
              sleep(TICK);
              assertThat(gather(List.of(1, 2), i -> i + 1)).containsExactly(2, 3);
              scope(s -> s.start(() -> sleep(TICK)).await());
              cleaned.set(true);
            });
          }
        });
    assertThat(done).isFalse();
    assertThat(cleaned).isTrue();
  }

  @Test
  void cancellationThatComesDuringAShieldTakesEffectAfterIt() throws InterruptedException {
    var events = new ArrayList<String>();
    var entered = new CountDownLatch(1);
    var gate = new Promise<Integer>();
    scope(s -> {
      var task =
          s.start(() -> {
            shield(() -> {
              entered.countDown();
              gate.await();
              events.add("shielded part done");
            });
            events.add("left");
            checkpoint();
            events.add("never");
          });
      entered.await();
      assertThat(task.cancel("x")).isTrue();
      gate.complete(1);
    });
    assertThat(events).containsExactly("shielded part done", "left");
  }

  @Test
  void blockingCallAfterTheShieldIsInterrupted() throws InterruptedException {
    var entered = new CountDownLatch(1);
    var gate = new Promise<Integer>();
    scope(s -> {
      var task =
          s.start(() -> {
            shield(() -> {
              entered.countDown();
              gate.await();
              assertNotInterrupted();
            });
            blockForever();
          });
      entered.await();
      task.cancel("x");
      gate.complete(1);
      assertThatExceptionOfType(TaskCancelledException.class).isThrownBy(task::await);
    });
  }

  @Test
  void blockingCallWithinAShieldIsNotInterrupted() throws InterruptedException {
    var clock = new ManualClock();
    clock
        .environment()
        .run(() -> {
          var blocked = new CountDownLatch(1);
          var release = new CountDownLatch(1);
          scope(s -> {
            var task =
                s.start(() ->
                    timeout(
                        Duration.ofSeconds(1),
                        () ->
                            shield(() -> {
                              blocked.countDown();
                              release.await();
                              return "whole";
                            })));
            blocked.await();
            clock.advance(Duration.ofSeconds(5));
            release.countDown();
            assertThat(task.await()).isEqualTo("whole");
          });
        });
  }

  @Test
  void tasksOfAScopeWithinAreShieldedToo() {
    var gate = new Promise<Integer>();
    scope(s -> {
      var task =
          s.start(() -> shield(() -> scope(inner -> inner.start(() -> gate.await()).await())));
      untilWaiting(task);
      task.cancel("x");
      gate.complete(5);
      assertThat(task.await()).isEqualTo(5);
    });
  }

  @Test
  void scopeWithinAShieldCanBeCancelledByItself() {
    var inner = new CancelScope();
    shield(() -> {
      inner.cancel("inner");
      assertThat(inner.run(() -> sleep(LONG))).isFalse();
      checkpoint();
    });
  }

  @Test
  void nestedShields() {
    var scope = new CancelScope();
    var events = new ArrayList<String>();
    scope.run(() -> {
      shield(() -> {
        scope.cancel("x");
        shield(() -> sleep(TICK));
        events.add("inner left");
        checkpoint();
        sleep(TICK);
        events.add("outer still holds");
      });
      events.add("left");
      checkpoint();
      events.add("never");
    });
    assertThat(events).containsExactly("inner left", "outer still holds", "left");
  }

  @Test
  void shieldWithinACancelledScopeWithinAShield() {
    var inner = new CancelScope();
    shield(() -> {
      boolean done =
          inner.run(() -> {
            inner.cancel("x");
            shield(() -> sleep(TICK));
            checkpoint();
          });
      assertThat(done).isFalse();
      sleep(TICK);
    });
  }

  @Test
  void holdsAgainstADeadline() {
    var clock = new ManualClock();
    clock
        .environment()
        .run(() ->
            scope(s -> {
              var task =
                  s.start(() ->
                      timeout(
                          Duration.ofSeconds(1),
                          () -> {
                            shield(() -> sleep(Duration.ofSeconds(10)));
                            return "whole";
                          }));
              clock.awaitTimers(2);
              clock.advance(Duration.ofSeconds(9));
              assertThat(task.isDone()).isFalse();
              clock.advance(Duration.ofSeconds(1));
              assertThat(task.await()).isEqualTo("whole");
            }));
  }

  @Test
  void limitedShieldTimesOutInACancelledScopeToo() {
    var scope = new CancelScope();
    scope.cancel("before");
    var thrown = new Throwable[1];
    scope.run(() -> {
      thrown[0] = thrownBy(() -> shield(Duration.ofMillis(1), () -> suspendForever()));
    });
    assertThat(thrown[0]).isInstanceOf(TimeoutException.class);
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> shield(Duration.ofMillis(1), () -> blockForever()));
    assertNotInterrupted();
  }

  @Test
  void failureOfASiblingDoesNotPassEither() {
    var cleaned = new AtomicBoolean();
    var gate = new Promise<Integer>();
    var thrown =
        thrownBy(() ->
            scope(s -> {
              var task =
                  s.start(() ->
                      shield(() -> {
                        gate.await();
                        checkpoint();
                        sleep(TICK);
                        cleaned.set(true);
                      }));
              untilWaiting(task);
              s.start(() -> suspendForever()).onDone(o -> gate.complete(1)); // it is cancelled
              throw new IOException("x");
            }));
    assertThat(thrown).isInstanceOf(IOException.class);
    assertThat(cleaned).isTrue();
  }

  @Proof
  @Test
  void neverEntersWithAnInterruptAndNeverLosesACancellation() {
    // the cancellation comes before, while or after the shield is entered and left
    for (int i = RacePartner.rounds(5_000); i > 0; i--) {
      scope(s -> {
        var task =
            s.start(() -> {
              shield(Fixtures::assertNotInterrupted);
              shield(() -> Thread.sleep(0));
              blockForever();
            });
        for (int n = 0; n < 50; n++) Thread.onSpinWait();
        task.cancel("race");
      });
    }
  }

  @Test
  void nullsAreRefused() {
    assertThatNullPointerException().isThrownBy(() -> shield((Action<?>) null));
    assertThatNullPointerException().isThrownBy(() -> shield(null, () -> 1));
  }

  @Test
  void interruptOfOthersIsKeptFromTheShield() {
    var flag = new AtomicBoolean(true);
    scope(s -> {
      var task =
          s.start(() -> {
            Thread.currentThread().interrupt(); // as another thread would
            shield(() -> flag.set(Thread.currentThread().isInterrupted()));
            checkpoint();
          });
      assertThat(Weft.firstCompleted(List.of(task)).state()).isEqualTo(Task.State.CANCELLED);
    });
    assertThat(flag).isFalse();
  }
}
