package weft.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Promise;
import weft.TaskFailedException;
import weft.Weft;

/** Several flows as one, and one as several. */
@Timeout(60)
class MergingTest {
  /** Emits, and then waits for ever. */
  private static Flow<Integer> endless(int... elements) {
    return Flow.generate(out -> {
      for (int e : elements) out.emit(e);
      new Promise<Void>().await();
    });
  }

  @Test
  void mergeGivesAllAndKeepsTheOrderOfEach() {
    var got = Flow.merge(Flow.range(0, 1_000), Flow.range(1_000, 2_000), Flow.empty()).toList();
    assertThat(got).hasSize(2_000).doesNotHaveDuplicates();
    assertThat(got.stream().filter(i -> i < 1_000)).isSorted();
    assertThat(got.stream().filter(i -> i >= 1_000)).isSorted();
    assertThat(Flow.merge(List.<Flow<Integer>>of()).toList()).isEmpty();
  }

  @Test
  void mergeDoesNotWaitForOneThatIsSilent() {
    assertThat(Flow.merge(endless(), endless(1, 2)).take(2).toList()).containsExactly(1, 2);
  }

  @Test
  void aFailureEndsTheOthers() {
    var begun = new AtomicInteger();
    var ended = new AtomicInteger();
    var waiting = endless(1).onStart(begun::incrementAndGet).onEnd(ended::incrementAndGet);
    var failing =
        Flow.<Integer>generate(out -> {
          while (begun.get() < 2) Thread.onSpinWait();
          throw new IOException("one");
        });
    assertThatExceptionOfType(TaskFailedException.class)
        .isThrownBy(() -> Flow.merge(waiting, failing, waiting).drain())
        .withCauseInstanceOf(IOException.class);
    assertThat(ended).hasValue(2);
  }

  @Test
  void interleaveTakesTurns() {
    assertThat(Flow.interleave(Flow.of(1, 2), Flow.of(10, 20, 30, 40), Flow.of(100)).toList())
        .containsExactly(1, 10, 100, 2, 20, 30, 40);
    assertThat(Flow.<Integer>interleave().toList()).isEmpty();
  }

  @Test
  void combineLatestBeginsWithBoth() {
    var a = new Promise<Boolean>();
    var first =
        Flow.<String>generate(out -> {
          out.emit("a");
          a.await();
          out.emit("b");
        });
    var second = Flow.of(1);
    var got = new ArrayList<String>();
    Flow.combineLatest(first, second, (x, y) -> x + y)
        .forEach(e -> {
          got.add(e);
          a.complete(true);
        });
    assertThat(got).containsExactly("a1", "b1");
    assertThat(Flow.combineLatest(Flow.of(1), Flow.empty(), (x, y) -> x).toList()).isEmpty();
  }

  @Test
  void flatMapMergeRunsNAtOnce() {
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    var got =
        Flow.range(0, 50)
            .flatMapMerge(
                5,
                i ->
                    Flow.of(i, i + 100)
                        .onStart(() -> most.accumulateAndGet(now.incrementAndGet(), Math::max))
                        .onEach(e -> Weft.sleep(java.time.Duration.ZERO))
                        .onEnd(now::decrementAndGet))
            .toList();
    assertThat(got).hasSize(100).doesNotHaveDuplicates();
    assertThat(most.get()).isBetween(2, 5);
    for (int i = 0; i < 50; i++) assertThat(got.indexOf(i)).isLessThan(got.indexOf(i + 100));
  }

  @Test
  void flatMapMergeFailsWithTheInnerFlow() {
    var failure = new IllegalStateException("inner");
    assertThatIllegalStateException()
        .isThrownBy(() ->
            Flow.range(0, 10)
                .flatMapMerge(10, i -> i == 5 ? Flow.failed(failure) : endless(i))
                .drain())
        .isSameAs(failure);
  }

  @Test
  void flatMapLatestEndsTheFlowBefore() {
    var ended = Collections.synchronizedList(new ArrayList<Integer>());
    var step = new Promise<Boolean>();
    var source =
        Flow.<Integer>generate(out -> {
          out.emit(1);
          step.await();
          out.emit(2);
          out.emit(3);
        });
    var got = new ArrayList<Integer>();
    source
        .flatMapLatest(i -> {
          var inner = i == 3 ? Flow.of(30, 31) : endless(i * 10);
          return inner.onEnd(() -> ended.add(i));
        })
        .forEach(i -> {
          got.add(i);
          step.complete(true);
        });
    assertThat(got).startsWith(10).endsWith(30, 31);
    assertThat(got).isSorted();
    assertThat(ended).contains(1).endsWith(3).isSorted();
  }

  @Test
  void flatMapLatestFailsWithTheInnerFlow() {
    var failure = new IllegalStateException("inner");
    assertThatIllegalStateException()
        .isThrownBy(() -> endless(1).flatMapLatest(i -> Flow.failed(failure)).drain())
        .isSameAs(failure);
  }

  @Test
  void groupByGivesEachGroupItsFlow() {
    var sums =
        Flow.range(0, 100)
            .groupBy(3, i -> i % 3, (key, group) -> Flow.of(key + ":" + group.count()))
            .toList();
    assertThat(sums).containsExactlyInAnyOrder("0:34", "1:33", "2:33");
  }

  @Test
  void aGroupThatHasEnoughBeginsAnew() {
    var lists =
        Flow.of(1, 1, 1, 1, 1, 1)
            .groupBy(1, i -> i, (key, group) -> Flow.of(group.take(2).toList()))
            .toList();
    assertThat(lists.stream().mapToInt(List::size).sum()).isLessThanOrEqualTo(6);
    assertThat(lists).allSatisfy(list -> assertThat(list).containsOnly(1));
  }

  @Test
  void tooManyGroupsAreAnError() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Flow.range(0, 10).groupBy(3, i -> i, (key, group) -> group).drain())
        .withMessage("there are 3 groups already: no more for 3");
  }

  @Test
  void aFailureEndsAllGroups() {
    var ended = new AtomicInteger();
    assertThatExceptionOfType(TaskFailedException.class)
        .isThrownBy(() ->
            Flow.range(0, 10)
                .append(Flow.failed(new IOException("source")))
                .groupBy(10, i -> i, (key, group) -> group.onEnd(ended::incrementAndGet))
                .drain())
        .withCauseInstanceOf(IOException.class);
    assertThat(ended.get()).isBetween(0, 10);
  }

  @Test
  void bufferLetsTheSourceRunAhead() {
    var emitted = new AtomicInteger();
    var full = new Promise<Boolean>();
    var got = new ArrayList<Integer>();
    Flow.range(0, 20)
        .onEach(i -> {
          if (emitted.incrementAndGet() == 4) full.complete(true);
        })
        .buffer(4)
        .forEach(i -> {
          full.await(); // more come while this one waits
          got.add(i);
        });
    assertThat(got).isEqualTo(Flow.range(0, 20).toList());
  }

  @Test
  void bufferIsBounded() {
    var emitted = new AtomicInteger();
    Flow.range(0, 1_000)
        .onEach(i -> emitted.incrementAndGet())
        .buffer(3)
        .forEach(i -> {
          Weft.sleep(java.time.Duration.ZERO);
          assertThat(emitted.get()).isLessThanOrEqualTo(i + 6);
        });
  }
}
