package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static weft.Fixtures.LONG;
import static weft.Fixtures.assertNotInterrupted;
import static weft.Fixtures.suspendForever;
import static weft.Fixtures.thrownBy;
import static weft.Fixtures.untilWaiting;
import static weft.Weft.await;
import static weft.Weft.checkpoint;
import static weft.Weft.firstCompleted;
import static weft.Weft.gather;
import static weft.Weft.gatherSettled;
import static weft.Weft.race;
import static weft.Weft.scope;
import static weft.Weft.sleep;
import static weft.Weft.toThread;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In a cancelled scope, every suspension point throws until the scope is left. */
@Timeout(30)
class CancellationLevelTest {
  @Test
  void swallowedCancellationIsThrownAgainAtTheNextSuspension() {
    var swallowed = new AtomicInteger();
    scope(s -> {
      var task =
          s.start(() -> {
            for (int i = 0; i < 5; i++) {
              try {
                sleep(LONG);
              } catch (CancelledError e) {
                assertThat(e).hasMessage("enough");
                swallowed.incrementAndGet();
              }
            }
            checkpoint();
          });
      untilWaiting(task);
      task.cancel("enough");
      assertThatExceptionOfType(TaskCancelledException.class).isThrownBy(task::await);
      assertThat(task.outcome()).contains(new Outcome.Cancelled<>("enough"));
    });
    assertThat(swallowed).hasValue(5);
  }

  @Test
  void workerLoopThatCatchesExceptionEnds() {
    var logged = new ArrayList<Exception>();
    scope(s -> {
      var task =
          s.start(() -> {
            while (true) {
              try {
                suspendForever();
              } catch (Exception e) {
                logged.add(e);
              }
            }
          });
      untilWaiting(task);
      task.cancel("stop");
    });
    assertThat(logged).isEmpty();
  }

  @Test
  void everyKindOfSuspensionPointThrows() {
    var scope = new CancelScope();
    scope.cancel("from the start");
    var done = new Promise<Integer>();
    done.complete(1);
    scope(s -> {
      var finished = s.start(() -> 1);
      finished.await();
      List<Action<?>> points =
          List.of(
              () -> checkpoint(),
              () -> sleep(Duration.ZERO),
              () -> sleep(Duration.ofNanos(-1)),
              () -> sleep(LONG),
              () -> new Promise<Integer>().await(),
              () -> done.await(),
              () -> finished.await(),
              () -> await(new CompletableFuture<>()),
              () -> await(CompletableFuture.completedFuture(1)),
              () -> gather(List.of(1), i -> i),
              () -> gather(() -> 1, () -> 2, Integer::sum),
              () -> gatherSettled(List.of(1), i -> i),
              () -> race(() -> 1),
              () -> firstCompleted(List.of(finished)),
              () -> toThread(() -> 1));
      boolean completed =
          scope.run(() -> {
            for (var point : points) {
              assertThatExceptionOfType(CancelledError.class)
                  .isThrownBy(point::run)
                  .withMessage("from the start");
            }
          });
      assertThat(completed).isTrue();
    });
    checkpoint();
    assertNotInterrupted();
  }

  @Test
  void gatherInACancelledScopeBeginsNothing() {
    var begun = new AtomicInteger();
    var scope = new CancelScope();
    boolean done =
        scope.run(() -> {
          scope.cancel("now");
          gather(List.of(1, 2, 3), i -> begun.incrementAndGet());
        });
    assertThat(done).isFalse();
    assertThat(begun).hasValue(0);
  }

  @Test
  void tasksStartedInACancelledScopeEndUnrun() {
    var begun = new AtomicInteger();
    scope(s -> {
      s.cancel("over");
      s.start(begun::incrementAndGet);
      s.background(begun::incrementAndGet);
    });
    assertThat(begun).hasValue(0);
  }

  @Test
  void afterTheScopeIsLeftSuspensionsWorkAgain() {
    var scope = new CancelScope();
    scope.cancel("inner");
    assertThat(scope.run(() -> sleep(LONG))).isFalse();
    sleep(Duration.ofNanos(1));
    checkpoint();
    assertThat(gather(List.of(1, 2), i -> i + 1)).containsExactly(2, 3);
  }

  @Test
  void swallowingItAndReturningIsANormalEnd() {
    scope(s -> {
      var task =
          s.start(() -> {
            try {
              suspendForever();
            } catch (CancelledError e) {
              return "swallowed";
            }
            return "never";
          });
      untilWaiting(task);
      task.cancel("x");
      assertThat(task.await()).isEqualTo("swallowed");
    });
  }

  @Test
  void causeChainSaysWhoCancelledAndWhy() {
    var failure = new IllegalStateException("the reason of it all");
    var seen = new Throwable[1];
    thrownBy(() ->
        scope(s -> {
          var victim = s.start("victim", () -> seen[0] = thrownBy(() -> sleep(LONG)));
          untilWaiting(victim);
          s.start(
              "culprit",
              () -> {
                throw failure;
              });
        }));
    assertThat(seen[0])
        .isInstanceOf(CancelledError.class)
        .hasMessageContaining("culprit")
        .hasMessageContaining("the reason of it all")
        .hasCause(failure);
  }

  @Test
  void anErrorInsteadOfTheCancellationWins() {
    var error = new IllegalStateException("clean-up failed");
    var scope = new CancelScope();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() ->
            scope.run(() -> {
              scope.cancel("x");
              try {
                sleep(LONG);
              } finally {
                throwIt(error);
              }
            }))
        .isSameAs(error);
  }

  private static void throwIt(RuntimeException e) {
    throw e;
  }
}
