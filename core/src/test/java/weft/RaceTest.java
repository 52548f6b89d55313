package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static weft.Fixtures.blockForever;
import static weft.Fixtures.suspendForever;
import static weft.Fixtures.thrownBy;
import static weft.Weft.checkpoint;
import static weft.Weft.moveOnAfter;
import static weft.Weft.race;
import static weft.Weft.scope;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RaceTest {
  private static int never() {
    suspendForever();
    return 0;
  }

  @Test
  void firstSuccessWinsAndTheOthersHaveEnded() {
    var begun = new Promise<Integer>();
    var ended = new AtomicBoolean();
    int won =
        race(
            () -> {
              begun.complete(1);
              try {
                return never();
              } finally {
                Weft.shield(() -> Weft.sleep(Duration.ofMillis(1)));
                ended.set(true);
              }
            },
            () -> begun.await() + 1);
    assertThat(won).isEqualTo(2);
    assertThat(ended).isTrue();
    checkpoint();
  }

  @Test
  void blockingLosersAreInterrupted() {
    for (int i = 0; i < 200; i++) {
      String won =
          race(
              () -> {
                blockForever();
                return "";
              },
              () -> "first");
      assertThat(won).isEqualTo("first");
    }
    Fixtures.assertNotInterrupted();
  }

  @Test
  void failuresAreIgnoredWhileThereIsHope() {
    var failed = new Promise<Integer>();
    int won =
        race(
            () -> {
              failed.complete(1);
              throw new IOException("x");
            },
            () -> failed.await());
    assertThat(won).isEqualTo(1);
  }

  @Test
  void allFailedIsOneErrorWithAllOfThem() {
    var errors = List.of(new IOException("1"), new IOException("2"), new IOException("3"));
    var bodies = new ArrayList<Body<Integer, ?>>();
    for (var error : errors) {
      bodies.add(() -> {
        throw error;
      });
    }
    var thrown = thrownBy(() -> race(bodies));
    assertThat(thrown).isInstanceOf(TaskFailedException.class);
    var all = new ArrayList<Throwable>(List.of(thrown.getSuppressed()));
    all.add(thrown.getCause());
    assertThat(all).containsExactlyInAnyOrderElementsOf(errors);
  }

  @Test
  void nullCanWin() {
    Object won = race(() -> null, () -> (Object) never());
    assertThat(won).isNull();
  }

  @Test
  void oneBodyAndNone() {
    int won = race(() -> 1);
    assertThat(won).isEqualTo(1);
    assertThatIllegalArgumentException().isThrownBy(() -> race());
    assertThatIllegalArgumentException().isThrownBy(() -> race(List.of()));
  }

  @Test
  void nullsAreRefused() {
    assertThatNullPointerException().isThrownBy(() -> race(() -> 1, null));
    assertThatNullPointerException().isThrownBy(() -> race((List<Body<Integer, ?>>) null));
  }

  @Test
  void outerCancellationCutsIt() {
    assertThat(moveOnAfter(Duration.ofMillis(5), () -> race(RaceTest::never, RaceTest::never)))
        .isEmpty();
    checkpoint();
  }

  @Test
  void outerCancellationAndOnlyFailuresIsACancellation() {
    var scope = new CancelScope();
    boolean done =
        scope.run(() -> {
          race(
              () -> {
                scope.cancel("outer");
                return never();
              },
              () -> {
                throw new IOException("x");
              });
        });
    assertThat(done).isFalse();
  }

  @Test
  void awaitingACancelledTaskIsAFailureOfTheBranch() {
    scope(s -> {
      var task = s.start((Action<?>) Fixtures::suspendForever);
      task.cancel("x");
      Fixtures.until(task::isDone);
      int won =
          race(
              () -> {
                task.await();
                return 1;
              },
              () -> 2);
      assertThat(won).isEqualTo(2);
    });
  }

  @Proof
  @Test
  void exactlyOneWins() {
    for (int i = RacePartner.rounds(2_000); i > 0; i--) {
      var finished = new AtomicInteger();
      int won =
          race(
              () -> {
                finished.incrementAndGet();
                return 1;
              },
              () -> {
                finished.incrementAndGet();
                return 2;
              });
      assertThat(won).isBetween(1, 2);
      assertThat(finished.get()).isBetween(1, 2);
    }
  }

  @Test
  void nestedFailuresAreWrappedOnce() {
    var error = new IOException("x");
    assertThatExceptionOfType(TaskFailedException.class)
        .isThrownBy(() ->
            race(() ->
                race(() -> {
                  throw error;
                })))
        .withCause(error);
  }
}
