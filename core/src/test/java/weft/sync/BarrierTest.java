package weft.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.sync.RandomCancellation.untilWaiting;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Scope;
import weft.StepClock;
import weft.Task;
import weft.TimeoutException;
import weft.Weft;

/** Meeting at a {@link Barrier}, and what breaks it. */
@Timeout(30)
class BarrierTest {
  private final Barrier barrier = new Barrier(3);

  private Task<Object> comer(Scope scope) {
    var task =
        scope.<Object>start(() -> {
          try {
            return barrier.await();
          } catch (BrokenBarrierException e) {
            return e.getMessage();
          }
        });
    untilWaiting(task);
    return task;
  }

  @Test
  void allPassWhenTheLastHasComeRoundAfterRound() {
    Weft.scope(s -> {
      for (int round = 0; round < 10; round++) {
        var first = comer(s);
        var second = comer(s);
        assertThat(barrier).hasToString("barrier at which 2 of 3 wait");
        assertThat(barrier.await()).isEqualTo(2);
        assertThat(first.await()).isEqualTo(0);
        assertThat(second.await()).isEqualTo(1);
      }
    });
    assertThat(barrier.waiters()).isZero();
    assertThat(barrier.parties()).isEqualTo(3);
  }

  @Test
  void whatHappenedBeforeIsSeenAfter() {
    var results = new int[3]; // written by one each, read by all
    Weft.scope(s -> {
      for (int i = 0; i < 3; i++) {
        int index = i;
        s.start(() -> {
          for (int round = 1; round <= 1_000; round++) {
            results[index] = round;
            barrier.await();
            assertThat(results).containsOnly(round);
            barrier.await();
          }
        });
      }
    });
  }

  @Test
  void oneWhoIsCancelledBreaksIt() {
    Weft.supervise(s -> {
      var first = comer(s);
      var second = comer(s);
      first.cancel("leaves");
      assertThat(second.await()).isEqualTo("a task was cancelled while it waited at the barrier");
      assertThat(barrier.isBroken()).isTrue();
      assertThat(barrier).hasToString("broken barrier");
      assertThatThrownBy(barrier::await).isInstanceOf(BrokenBarrierException.class);
      assertThat(first.state()).isEqualTo(Task.State.CANCELLED);
    });
    barrier.reset();
    assertThat(barrier.isBroken()).isFalse();
    allPassWhenTheLastHasComeRoundAfterRound();
  }

  @Test
  void aTimeoutBreaksIt() {
    var clock = new StepClock();
    clock
        .environment()
        .run(() ->
            Weft.scope(s -> {
              var other = comer(s);
              var task =
                  s.start(() ->
                      assertThatThrownBy(() -> Weft.timeout(Duration.ofSeconds(1), barrier::await))
                          .isInstanceOf(TimeoutException.class));
              untilWaiting(task);
              clock.advance(Duration.ofSeconds(1));
              assertThat(other.await()).isInstanceOf(String.class);
            }));
  }

  @Test
  void abortBreaksItAndResetMakesItWhole() {
    Weft.scope(s -> {
      var waiting = comer(s);
      barrier.abort();
      assertThat(waiting.await()).isEqualTo("the barrier was aborted");
      assertThatThrownBy(barrier::await).hasMessage("the barrier was aborted");
      barrier.reset();
      waiting = comer(s);
      barrier.reset();
      assertThat(waiting.await()).isEqualTo("the barrier was reset");
    });
    allPassWhenTheLastHasComeRoundAfterRound();
  }

  @Test
  void oneForOnePassesAtOnce() {
    var alone = new Barrier(1);
    assertThat(List.of(alone.await(), alone.await())).containsExactly(0, 0);
  }

  @Test
  void thereIsNoneForNobody() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Barrier(0))
        .withMessage("a barrier needs at least 1 party, but was given 0");
  }

  @Test
  void manyMeet() {
    var large = new Barrier(1_000);
    var indexes = new ArrayList<Integer>(); // guarded by itself
    Weft.scope(s -> {
      for (int i = 0; i < 1_000; i++) {
        s.start(() -> {
          int index = large.await();
          synchronized (indexes) {
            indexes.add(index);
          }
        });
      }
    });
    assertThat(indexes).hasSize(1_000).doesNotHaveDuplicates();
  }
}
