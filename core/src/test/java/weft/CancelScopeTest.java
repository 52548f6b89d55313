package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static weft.Fixtures.LONG;
import static weft.Fixtures.assertNotInterrupted;
import static weft.Fixtures.suspendForever;
import static weft.Fixtures.untilWaiting;
import static weft.Weft.checkpoint;
import static weft.Weft.scope;
import static weft.Weft.sleep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CancelScopeTest {
  @Test
  void uncancelledItJustRunsItsBody() throws IOException {
    var scope = new CancelScope();
    assertThat(scope.run(() -> 1)).contains(1);
    assertThat(scope.isCancelled()).isFalse();
    assertThat(scope.deadline()).isEmpty();
    assertThat(new CancelScope().run(() -> checkpoint())).isTrue();
    assertThat(new CancelScope().run(() -> (Object) null)).isEqualTo(Optional.empty());
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            new CancelScope()
                .run(() -> {
                  throw new IOException("typed");
                }));
  }

  @Test
  void cancelledBeforeItIsEntered() {
    var scope = new CancelScope();
    var begun = new AtomicBoolean();
    assertThat(scope.cancel("early")).isTrue();
    boolean done =
        scope.run(() -> {
          begun.set(true);
          checkpoint();
        });
    assertThat(begun).isTrue();
    assertThat(done).isFalse();
    checkpoint();
    assertNotInterrupted();
  }

  @Test
  void cancelledTwiceKeepsTheFirstReason() {
    var scope = new CancelScope();
    assertThat(scope.cancel("one")).isTrue();
    assertThat(scope.cancel("two")).isFalse();
    scope.run(() ->
        assertThatExceptionOfType(CancelledError.class)
            .isThrownBy(() -> checkpoint())
            .withMessage("one"));
  }

  @Test
  void cancelledAfterItsEnd() {
    var scope = new CancelScope();
    scope.run(() -> {});
    scope.cancel("late");
    checkpoint();
    assertNotInterrupted();
    assertThat(scope.isCancelled()).isTrue();
  }

  @Test
  void cancelledFromAnotherThread() {
    scope(s -> {
      var scope = new CancelScope();
      var task = s.start(() -> scope.run(() -> suspendForever()));
      untilWaiting(task);
      Thread.ofPlatform().start(() -> scope.cancel("from a platform thread"));
      assertThat(task.await()).isFalse();
    });
  }

  @Test
  void runsOnce() {
    var scope = new CancelScope();
    scope.run(() -> {});
    assertThatIllegalStateException().isThrownBy(() -> scope.run(() -> {}));
    var nested = new CancelScope();
    nested.run(() -> assertThatIllegalStateException().isThrownBy(() -> nested.run(() -> {})));
    checkpoint();
  }

  @Proof
  @Test
  void runByTwoThreadsAtOnceOnlyOneSucceeds() {
    for (int i = RacePartner.rounds(2_000); i > 0; i--) {
      var scope = new CancelScope();
      var outcomes =
          Weft.gatherSettled(
              java.util.List.of(1, 2),
              n -> {
                scope.run(() -> Thread.onSpinWait());
                return n;
              });
      assertThat(outcomes).filteredOn(Outcome::isSuccess).hasSize(1);
    }
  }

  @Test
  void swallowsItsOwnCancellationOnly() {
    var outer = new CancelScope();
    var inner = new CancelScope();
    var between = new AtomicBoolean();
    boolean done =
        outer.run(() -> {
          inner.run(() -> {
            outer.cancel("outer");
            checkpoint();
          });
          between.set(true);
        });
    assertThat(done).isFalse();
    assertThat(between).isFalse();
    assertThat(inner.isCancelled()).isFalse();
  }

  @Test
  void doesNotSwallowItsOwnWhileAnOuterOneIsPending() {
    var outer = new CancelScope();
    var inner = new CancelScope();
    var between = new AtomicBoolean();
    boolean done =
        outer.run(() -> {
          inner.run(() -> {
            inner.cancel("inner");
            try {
              checkpoint();
            } finally {
              outer.cancel("outer");
            }
          });
          between.set(true);
        });
    assertThat(done).isFalse();
    assertThat(between).isFalse();
  }

  @Test
  void innermostReasonIsTold() {
    var outer = new CancelScope();
    var inner = new CancelScope();
    outer.run(() -> {
      inner.run(() -> {
        outer.cancel("outer");
        inner.cancel("inner");
        assertThatExceptionOfType(CancelledError.class)
            .isThrownBy(() -> checkpoint())
            .withMessage("inner");
      });
      assertThatExceptionOfType(CancelledError.class)
          .isThrownBy(() -> checkpoint())
          .withMessage("outer");
    });
  }

  @Test
  void cancelledErrorOfAnotherScopeThrownByHandPassesThrough() {
    var other = new CancelScope();
    other.cancel("other");
    var kept = new CancelledError[1];
    other.run(() -> {
      try {
        checkpoint();
      } catch (CancelledError e) {
        kept[0] = e;
      }
    });
    assertThatExceptionOfType(CancelledError.class)
        .isThrownBy(() ->
            new CancelScope()
                .run(() -> {
                  throw kept[0];
                }))
        .isSameAs(kept[0]);
  }

  @Proof
  @Test
  void racingWithItsEntryAndItsEnd() {
    for (int i = RacePartner.rounds(20_000); i > 0; i--) {
      var scope = new CancelScope();
      scope(s -> {
        var task =
            s.start(() -> {
              boolean done = scope.run(() -> checkpoint());
              Fixtures.assertNotInterrupted();
              checkpoint();
              return done;
            });
        scope.cancel("race");
        task.await();
      });
    }
  }

  @Proof
  @Test
  void racingWithABlockingCall() {
    for (int i = RacePartner.rounds(5_000); i > 0; i--) {
      var scope = new CancelScope();
      scope(s -> {
        var task = s.start(() -> scope.run(() -> Thread.sleep(LONG)));
        Thread.onSpinWait();
        scope.cancel("race");
        assertThat(task.await()).isFalse();
      });
    }
  }

  @Test
  void sleepsInScopesInATask() {
    scope(s -> {
      var task =
          s.start(() -> {
            for (int i = 0; i < 3; i++) {
              var scope = new CancelScope();
              scope.cancel("each");
              scope.run(() -> sleep(LONG));
            }
            return "unharmed";
          });
      assertThat(task.await()).isEqualTo("unharmed");
    });
  }

  @Test
  void nullsAreRefused() {
    assertThatNullPointerException().isThrownBy(() -> new CancelScope().run((Action<?>) null));
    assertThatNullPointerException().isThrownBy(() -> CancelScope.expiringIn(null));
    assertThatNullPointerException().isThrownBy(() -> CancelScope.expiringAt(null));
    assertThatNullPointerException().isThrownBy(() -> new CancelScope().expireIn(null));
    checkpoint();
  }

  @Test
  void failureOfCleanUpIsReported() throws Exception {
    var reported = new ArrayList<Throwable>();
    var error = new IOException("could not close");
    Environment.standard()
        .reporter((who, e) -> reported.add(e))
        .run(() -> {
          var scope = new CancelScope();
          scope.cancel("x");
          boolean done =
              scope.run(() -> {
                try (AutoCloseable broken =
                    () -> {
                      throw error;
                    }) {
                  checkpoint();
                }
              });
          assertThat(done).isFalse();
        });
    assertThat(reported).containsExactly(error);
  }
}
