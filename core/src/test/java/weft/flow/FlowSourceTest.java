package weft.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import weft.TaskFailedException;

/** Where elements come from. */
class FlowSourceTest {
  private static <T> void assertCold(Flow<T> flow, List<T> elements) {
    assertThat(flow.toList()).isEqualTo(elements);
    assertThat(flow.toList()).as("run again").isEqualTo(elements);
  }

  @Test
  void aGeneratorIsCalledForEachRun() {
    var runs = new AtomicInteger();
    Flow<String> flow =
        Flow.generate(out -> {
          int run = runs.incrementAndGet();
          out.emit("a" + run);
          out.emit("b" + run);
        });
    assertThat(runs).as("before a terminal").hasValue(0);
    assertThat(flow.toList()).containsExactly("a1", "b1");
    assertThat(flow.toList()).containsExactly("a2", "b2");
  }

  @Test
  void elementsThatExist() {
    assertCold(Flow.of(1, 2, 3), List.of(1, 2, 3));
    assertCold(Flow.<Integer>of(), List.of());
    assertCold(Flow.<Integer>empty(), List.of());
    assertCold(Flow.from(List.of("a", "b")), List.of("a", "b"));
    assertCold(Flow.range(3, 6), List.of(3, 4, 5));
    assertCold(Flow.range(3, 3), List.of());
    assertCold(Flow.range(3, 0), List.of());
    assertCold(
        Flow.range(Integer.MAX_VALUE - 1, Integer.MAX_VALUE), List.of(Integer.MAX_VALUE - 1));
  }

  @Test
  void anIterableIsGoneThroughAnew() {
    var list = new ArrayList<>(List.of(1));
    var flow = Flow.from(list);
    list.add(2);
    assertCold(flow, List.of(1, 2));
  }

  @Test
  void anIteratorCanBeRunOnce() {
    var flow = Flow.from(List.of(1, 2).iterator());
    assertThat(flow.toList()).containsExactly(1, 2);
    assertThatIllegalStateException().isThrownBy(flow::toList).withMessageContaining("once");
  }

  @Test
  void aStreamIsClosedInEveryCase() {
    for (var use :
        List.<weft.Mapper<Flow<Integer>, Object, ?>>of(
            Flow::toList,
            Flow::first,
            f -> f.map(e -> e / 0).recover(Exception.class, x -> 0).count())) {
      var closed = new AtomicBoolean();
      var flow = Flow.from(Stream.of(1, 2, 3).onClose(() -> closed.set(true)));
      try {
        use.apply(flow);
      } catch (Throwable t) {
        throw new AssertionError(t);
      }
      assertThat(closed).isTrue();
    }
  }

  @Test
  void computedElements() {
    assertCold(Flow.iterate(1, n -> n * 2).take(5), List.of(1, 2, 4, 8, 16));
    assertCold(Flow.repeat(() -> "x").take(3), List.of("x", "x", "x"));
    assertCold(
        Flow.<Integer, Integer>unfold(
            1,
            (n, out) -> {
              out.emit(n);
              return n < 20 ? Optional.of(n * 3) : Optional.empty();
            }),
        List.of(1, 3, 9, 27));
  }

  @Test
  void pagesAreFetchedAsTheyAreNeeded() {
    var asked = new ArrayList<Integer>();
    Flow<String> flow =
        Flow.paginate(
            1,
            page -> {
              asked.add(page);
              var items = List.of(page + "a", page + "b");
              return page < 3 ? Page.of(items, page + 1) : Page.last(items);
            });
    assertThat(flow.toList()).containsExactly("1a", "1b", "2a", "2b", "3a", "3b");
    assertThat(asked).containsExactly(1, 2, 3);
    asked.clear();
    assertThat(flow.take(2).toList()).containsExactly("1a", "1b");
    assertThat(asked).hasSize(1);
  }

  @Test
  void flowsOneAfterTheOther() {
    assertCold(Flow.concat(Flow.of(1), Flow.empty(), Flow.of(2, 3)), List.of(1, 2, 3));
    assertCold(Flow.concat(List.of(Flow.of(1), Flow.of(2))), List.of(1, 2));
    assertCold(Flow.<Integer>defer(() -> Flow.of(4)), List.of(4));
    assertThat(Flow.concat(Flow.of(1), Flow.<Integer>failed(new IOException())).first())
        .isEqualTo(1);
  }

  @Test
  void aFailedFlowFails() {
    var unchecked = new IllegalArgumentException("bad");
    assertThatThrownBy(() -> Flow.failed(unchecked).toList()).isSameAs(unchecked);
    var checked = new IOException("gone");
    assertThatThrownBy(() -> Flow.failed(checked).toList())
        .isInstanceOf(TaskFailedException.class)
        .cause()
        .isSameAs(checked);
  }
}
