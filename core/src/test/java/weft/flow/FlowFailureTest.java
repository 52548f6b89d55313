package weft.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import weft.TaskFailedException;

/** Failures come out as what they are, and only those are handled that come from above. */
class FlowFailureTest {
  private static final IOException CHECKED = new IOException("checked");

  private static int fail(int n) throws IOException {
    if (n == 2) throw CHECKED;
    return n;
  }

  @Test
  void whatTheTerminalsFunctionThrowsKeepsItsType() {
    try {
      Flow.range(0, 5).forEach(n -> fail(n)); // the compiler knows that this throws an IOException
      throw new AssertionError("it fails");
    } catch (IOException e) {
      assertThat(e).isSameAs(CHECKED);
    }
    assertThatThrownBy(() -> Flow.range(0, 5).any(n -> fail(n) > 9)).isSameAs(CHECKED);
    assertThatThrownBy(() -> Flow.range(0, 5).all(n -> fail(n) < 9)).isSameAs(CHECKED);
    assertThatThrownBy(() -> Flow.range(0, 5).fold(0, (a, n) -> fail(n))).isSameAs(CHECKED);
    assertThatThrownBy(() -> Flow.range(0, 5).reduce((a, n) -> fail(n))).isSameAs(CHECKED);
    assertThatThrownBy(() -> Flow.range(0, 5).firstOrEmpty(n -> fail(n) > 9)).isSameAs(CHECKED);
  }

  @Test
  void aCheckedFailureOfAStageIsTheCauseOfAnUncheckedOne() {
    List<UnaryOperator<Flow<Integer>>> stages =
        List.of(
            f -> f.map(FlowFailureTest::fail),
            f -> f.filter(n -> fail(n) >= 0),
            f -> f.flatMap(n -> Flow.of(fail(n))),
            f -> f.flatMap(n -> Flow.of(n).map(FlowFailureTest::fail)),
            f -> f.transform((n, out) -> out.emit(fail(n))),
            f -> f.onEach(n -> fail(n)),
            f -> f.scan(0, (a, n) -> fail(n)),
            f -> f.takeWhile(n -> fail(n) >= 0),
            f -> f.dropWhile(n -> fail(n) >= 0),
            f -> f.distinct(FlowFailureTest::fail),
            f -> f.onComplete(() -> fail(2)),
            f -> f.onStart(() -> fail(2)),
            f -> f.onEnd(() -> fail(2)),
            f -> f.append(Flow.failed(CHECKED)),
            f -> f.zip(Flow.range(0, 9).map(FlowFailureTest::fail), Integer::sum),
            f -> f.zip(Flow.range(0, 9), (a, b) -> fail(a)));
    for (var stage : stages) {
      var flow = stage.apply(Flow.range(0, 5));
      assertThatThrownBy(flow::toList).isInstanceOf(TaskFailedException.class).hasCause(CHECKED);
      assertThatThrownBy(
              () -> {
                try {
                  flow.forEach(n -> {});
                } catch (TaskFailedException e) {
                  throw e.rethrow(IOException.class);
                }
              })
          .isSameAs(CHECKED);
      assertThatThrownBy(() -> flow.iterate().iterator().forEachRemaining(n -> {}))
          .isInstanceOf(TaskFailedException.class)
          .hasCause(CHECKED);
      assertThat(flow.recover(IOException.class, e -> 99).last()).isEqualTo(99);
    }
  }

  @Test
  void aFailureOfAGeneratorComesOut() {
    Flow<Integer> flow =
        Flow.generate(out -> {
          out.emit(1);
          throw CHECKED;
        });
    assertThatThrownBy(flow::toList).isInstanceOf(TaskFailedException.class).hasCause(CHECKED);
    var seen = new ArrayList<Integer>();
    assertThatThrownBy(() -> flow.forEach(seen::add)).hasCause(CHECKED);
    assertThat(seen).containsExactly(1);
  }

  @Test
  void errorsComeOutAsTheyAre() {
    var error = new AssertionError("a bug");
    Flow<Integer> flow =
        Flow.of(1)
            .map(n -> {
              throw error;
            });
    assertThatThrownBy(flow::toList).isSameAs(error);
  }

  @Test
  void recoverHandlesOnlyItsType() {
    var flow = Flow.range(0, 5).map(FlowFailureTest::fail);
    assertThat(flow.recover(IOException.class, e -> -1).toList()).containsExactly(0, 1, -1);
    assertThat(flow.recoverWith(IOException.class, e -> Flow.of(7, 8)).toList())
        .containsExactly(0, 1, 7, 8);
    assertThatThrownBy(() -> flow.recover(FileNotFoundException.class, e -> -1).toList())
        .hasCause(CHECKED);
    assertThatThrownBy(() -> flow.recoverWith(IOException.class, e -> flow).toList())
        .as("the other flow's failure")
        .hasCause(CHECKED);
  }

  @Test
  void whatComesFromDownstreamIsNotHandled() {
    var handled = new ArrayList<Throwable>();
    var flow =
        Flow.range(0, 5)
            .onError(handled::add)
            .recover(
                Throwable.class,
                e -> {
                  handled.add(e);
                  return -1;
                });
    assertThatThrownBy(() -> flow.forEach(n -> fail(n))).isSameAs(CHECKED);
    assertThatThrownBy(() -> flow.map(FlowFailureTest::fail).toList()).hasCause(CHECKED);
    assertThat(flow.take(2).toList()).containsExactly(0, 1);
    assertThat(flow.first()).isZero();
    assertThat(handled).isEmpty();
  }

  @Test
  void aGeneratorCantSwallowWhatComesFromDownstream() {
    var swallowed = new ArrayList<Throwable>();
    Flow<Integer> flow =
        Flow.generate(out -> {
          for (int i = 0; i < 5; i++) {
            try {
              out.emit(i);
            } catch (Throwable t) {
              swallowed.add(t);
            }
          }
        });
    assertThatThrownBy(() -> flow.forEach(n -> fail(n))).isSameAs(CHECKED);
    assertThat(swallowed).as("it gets it again each time").hasSize(3).containsOnly(CHECKED);
  }

  @Test
  void aGeneratorThatWrapsWhatComesFromDownstreamChangesNothing() {
    Flow<Integer> flow =
        Flow.generate(out -> {
          try {
            for (int i = 0; ; i++) out.emit(i);
          } catch (Throwable t) {
            throw new IllegalStateException("wrapped", t);
          }
        });
    assertThatThrownBy(() -> flow.forEach(n -> fail(n))).isSameAs(CHECKED);
    assertThat(flow.take(2).toList()).containsExactly(0, 1);
    assertThat(flow.first()).isZero();
  }

  @Test
  void aFailureOfCleanUpIsSuppressedOnTheFirst() {
    var first = new IllegalStateException("first");
    var second = new IllegalStateException("second");
    Flow<Integer> flow =
        Flow.generate(out -> {
          try {
            out.emit(1);
          } finally {
            throw second;
          }
        });
    assertThat(
            catchThrowable(() ->
                flow.forEach(n -> {
                  throw first;
                })))
        .isSameAs(first)
        .hasSuppressedException(second);
  }

  @Test
  void aFailureOfCleanUpAfterAnEarlyEndComesOut() {
    var late = new IllegalStateException("late");
    Flow<Integer> flow =
        Flow.generate(out -> {
          try {
            out.emit(1);
          } finally {
            throw late;
          }
        });
    assertThatThrownBy(flow::first).isSameAs(late);
    assertThatThrownBy(() -> flow.take(1).toList()).isSameAs(late);
    var opened =
        Flow.of(1)
            .onEnd(() -> {
              throw late;
            });
    assertThatThrownBy(opened::first).isSameAs(late);
    assertThatThrownBy(
            () -> {
              try (var it = flow.iterate(0)) {
                it.iterator().next();
              }
            })
        .isSameAs(late);
  }

  @Test
  void anObserverSeesTheFailureOnItsWay() {
    var seen = new ArrayList<Throwable>();
    assertThatThrownBy(
            () -> Flow.range(0, 5).map(FlowFailureTest::fail).onError(seen::add).toList())
        .hasCause(CHECKED);
    assertThat(seen).containsExactly(CHECKED);
  }
}
