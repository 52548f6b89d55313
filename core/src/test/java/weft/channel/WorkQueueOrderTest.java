package weft.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static weft.Weft.scope;
import static weft.channel.Waits.untilWaiting;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The orders of work queues, batches, and failure. */
@Timeout(60)
class WorkQueueOrderTest {
  private static List<String> taken(WorkQueue<String> queue) {
    var got = new ArrayList<String>();
    for (var next = queue.tryTake(); next.isPresent(); next = queue.tryTake()) got.add(next.get());
    return got;
  }

  @Test
  void lifoGivesTheLatestFirst() {
    for (var queue : List.of(WorkQueue.<String>lifo(), WorkQueue.<String>lifo(3))) {
      for (var item : List.of("a", "b", "c")) queue.put(item);
      assertThat(queue.take()).isEqualTo("c");
      queue.put("d");
      assertThat(taken(queue)).containsExactly("d", "b", "a");
    }
  }

  @Test
  void priorityGivesTheLeastFirstAndEqualOnesInOrder() {
    var byLength = Comparator.comparing(String::length);
    for (var queue : List.of(WorkQueue.priority(byLength), WorkQueue.priority(byLength, 6))) {
      for (var item : List.of("ccc", "a1", "b", "a2", "a3", "ddd")) queue.put(item);
      assertThat(taken(queue)).containsExactly("b", "a1", "a2", "a3", "ccc", "ddd");
    }
  }

  @Test
  void priorityInTheNaturalOrder() {
    var queue = WorkQueue.<String>priority();
    for (var item : List.of("c", "a", "b")) queue.put(item);
    assertThat(taken(queue)).containsExactly("a", "b", "c");
  }

  @Test
  void whoWaitsToPutIsLetInInTurnAndThenOrdered() {
    var queue = WorkQueue.<String>priority(Comparator.naturalOrder(), 2);
    queue.put("m");
    queue.put("n");
    scope(s -> {
      for (var item : List.of("z", "a")) untilWaiting(s.start(() -> queue.put(item)));
      assertThat(queue.take()).isEqualTo("m"); // lets in z
      assertThat(queue.take()).isEqualTo("n"); // lets in a
      assertThat(taken(queue)).containsExactly("a", "z");
    });
  }

  @Test
  void batch() {
    var queue = WorkQueue.<Integer>bounded(4);
    for (int i = 0; i < 4; i++) queue.put(i);
    scope(s -> {
      untilWaiting(s.start(() -> queue.put(4)));
      assertThat(queue.takeBatch(2)).containsExactly(0, 1);
      assertThat(queue.takeBatch(10)).containsExactly(2, 3, 4);
      var waiting = s.start(() -> queue.takeBatch(10));
      untilWaiting(waiting);
      queue.put(5);
      assertThat(waiting.await()).containsExactly(5);
    });
    assertThat(queue.unfinished()).isEqualTo(6);
    assertThatIllegalArgumentException().isThrownBy(() -> queue.takeBatch(0));
  }

  @Test
  void failureEndsAllAtOnce() {
    var queue = WorkQueue.<Integer>bounded(1);
    var error = new IOException("broken");
    queue.put(1);
    scope(s -> {
      var putter = s.start(() -> catchThrowable(() -> queue.put(2)));
      var joiner = s.start(() -> catchThrowable(queue::join));
      untilWaiting(putter);
      untilWaiting(joiner);
      queue.fail(error);
      queue.fail(new IOException("later"));
      for (var thrown : List.of(putter.await(), joiner.await())) {
        assertThat(thrown).isInstanceOf(ChannelFailedException.class).hasCause(error);
      }
    });
    for (Runnable call :
        List.<Runnable>of(
            queue::take, queue::tryTake, queue::join, () -> queue.put(3), () -> queue.tryPut(3))) {
      assertThatExceptionOfType(ChannelFailedException.class)
          .isThrownBy(call::run)
          .withCause(error)
          .withMessage("the queue failed: java.io.IOException: broken");
    }
    assertThat(queue.size()).isZero();
    assertThat(queue).hasToString("failed work queue with 0 items");
  }

  @Test
  void failureWakesWhoTakes() {
    var queue = WorkQueue.<Integer>unbounded();
    scope(s -> {
      var taker = s.start(() -> catchThrowable(queue::take));
      untilWaiting(taker);
      assertThat(queue).hasToString("work queue with 0 items, 1 waiting to take");
      queue.fail(new IOException("broken"));
      assertThat(taker.await()).isInstanceOf(ChannelFailedException.class);
    });
  }

  @Test
  void badCapacitiesAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> WorkQueue.lifo(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WorkQueue.priority(Comparator.<Integer>naturalOrder(), 0));
  }
}
