package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static weft.Fixtures.until;
import static weft.Weft.asCompleted;
import static weft.Weft.firstCompleted;
import static weft.Weft.moveOnAfter;
import static weft.Weft.scope;
import static weft.Weft.supervise;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks in the order in which they end. */
@Timeout(30)
class SelectionTest {
  @Test
  void asCompletedGivesThemInTheOrderOfTheirEnd() {
    scope(s -> {
      var gates = List.of(new Promise<Integer>(), new Promise<Integer>(), new Promise<Integer>());
      var tasks = new ArrayList<Task<Integer>>();
      for (var gate : gates) tasks.add(s.start(() -> gate.await()));
      var order = List.of(2, 0, 1).iterator();
      gates.get(order.next()).complete(2);
      var values = new ArrayList<Integer>();
      for (var task : asCompleted(tasks)) {
        values.add(task.await());
        if (order.hasNext()) {
          int next = order.next();
          gates.get(next).complete(next);
        }
      }
      assertThat(values).containsExactly(2, 0, 1);
    });
  }

  @Test
  void failedAndCancelledOnesAreIncluded() {
    supervise(s -> {
      var failed =
          s.<Integer>start(() -> {
            throw new IOException("x");
          });
      var cancelled = s.<Integer>start(() -> new Promise<Integer>().await());
      var ok = s.start(() -> 1);
      cancelled.cancel("x");
      var states = new HashSet<Task.State>();
      for (var task : asCompleted(List.of(failed, cancelled, ok))) {
        assertThat(task.isDone()).isTrue();
        states.add(task.state());
      }
      assertThat(states)
          .containsExactlyInAnyOrder(Task.State.SUCCEEDED, Task.State.FAILED, Task.State.CANCELLED);
    });
  }

  @Test
  void stoppingEarlyAndGoingThroughItTwice() {
    scope(s -> {
      var all = List.of(s.start(() -> 1), s.start(() -> 2));
      var some = asCompleted(all);
      some.iterator().next();
      int count = 0;
      for (var task : some) count += task.await();
      assertThat(count).isEqualTo(3);
      var iterator = some.iterator();
      iterator.next();
      iterator.next();
      assertThat(iterator.hasNext()).isFalse();
      assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(iterator::next);
    });
  }

  @Test
  void noTasks() {
    assertThat(asCompleted(List.<Task<Integer>>of())).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> firstCompleted(List.<Task<Integer>>of()));
    assertThatNullPointerException().isThrownBy(() -> firstCompleted(null));
    assertThatNullPointerException().isThrownBy(() -> asCompleted(null));
  }

  @Test
  void firstCompletedReturnsOneThatEndedAndTheOthersGoOn() {
    scope(s -> {
      var gate = new Promise<Integer>();
      var slow = s.start(() -> gate.await());
      var quick = s.start(() -> 1);
      assertThat(firstCompleted(List.of(slow, quick))).isSameAs(quick);
      assertThat(slow.isDone()).isFalse();
      gate.complete(2);
      assertThat(slow.await()).isEqualTo(2);
      assertThat(firstCompleted(List.of(slow, quick)).isDone()).isTrue();
    });
  }

  @Test
  void cancelledWaitLosesNothing() {
    scope(s -> {
      var gate = new Promise<Integer>();
      var task = s.start(() -> gate.await());
      var iterator = asCompleted(List.of(task)).iterator();
      assertThat(moveOnAfter(Duration.ofMillis(1), iterator::next)).isEmpty();
      assertThat(iterator.hasNext()).isTrue();
      gate.complete(1);
      assertThat(iterator.next().await()).isEqualTo(1);
    });
  }

  @Test
  void eachOfManyComesExactlyOnce() {
    for (int round = 0; round < 50; round++) {
      scope(s -> {
        var tasks = new ArrayList<Task<Integer>>();
        for (int i = 0; i < 200; i++) {
          int n = i;
          tasks.add(s.start(() -> n));
        }
        var seen = new HashSet<Integer>();
        for (var task : asCompleted(tasks)) assertThat(seen.add(task.await())).isTrue();
        assertThat(seen).hasSize(200);
      });
    }
  }

  @Test
  void tasksOfDifferentScopes() {
    scope(outer -> {
      scope(inner -> {
        var one = outer.start(() -> 1);
        var two = inner.start(() -> 2);
        until(() -> one.isDone() && two.isDone());
        int sum = 0;
        for (var task : asCompleted(List.of(one, two))) sum += task.await();
        assertThat(sum).isEqualTo(3);
      });
    });
  }

  @Test
  void failureOfATaskThatWasNotReturnedIsReported() {
    var reported = Collections.synchronizedList(new ArrayList<Throwable>());
    var error = new IOException("b");
    Environment.standard()
        .reporter((who, e) -> reported.add(e))
        .run(() ->
            Weft.supervise(s -> {
              var first = new Promise<Void>();
              var a = s.start("a", () -> 1);
              var b =
                  s.start(
                      "b",
                      () -> {
                        first.await();
                        throw error;
                      });
              assertThat(Weft.<Object>firstCompleted(List.of(a, b))).isSameAs(a);
              first.complete(null);
            }));
    assertThat(reported).containsExactly(error);
  }
}
