package weft.flow;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import weft.TaskFailedException;
import weft.Weft;

/** What can be done wrong is a clear error. */
class FlowMisuseTest {
  @Test
  void aFlowCarriesNoNulls() {
    var one = Flow.of(1);
    assertNull(one.map(n -> null), "map gave null");
    assertNull(one.mapPresent(n -> null), "mapPresent gave null");
    assertNull(one.flatMap(n -> null), "flatMap gave null");
    assertNull(one.scan(1, (a, n) -> null), "scan gave null");
    assertNull(one.distinct(n -> null), "distinct gave null");
    assertNull(one.zip(one, (a, b) -> null), "zip gave null");
    assertNull(one.transform((n, out) -> out.emit(null)), "transform was given null to emit");
    assertNull(Flow.generate(out -> out.emit(null)), "generate was given null to emit");
    assertNull(Flow.from(Arrays.asList(1, null)), "the iterator gave null");
    assertNull(Flow.repeat(() -> null), "repeat gave null");
    assertNull(Flow.defer(() -> null), "defer gave null");
    assertNull(
        Flow.<Integer>failed(new Exception()).recover(Exception.class, e -> null),
        "recover gave null");
    assertThatNullPointerException().isThrownBy(() -> one.fold(1, (a, n) -> null));
    assertThatNullPointerException().isThrownBy(() -> one.map(null));
    assertThatNullPointerException().isThrownBy(() -> Flow.of(1, null));
  }

  private static void assertNull(Flow<?> flow, String message) {
    assertThatNullPointerException().isThrownBy(flow::drain).withMessage(message);
  }

  @Test
  void aGeneratorEmitsOnItsOwnThread() {
    Flow<Integer> flow =
        Flow.generate(out ->
            Weft.scope(s -> {
              s.start(() -> out.emit(1));
            }));
    assertThatThrownBy(flow::drain)
        .isInstanceOf(TaskFailedException.class)
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("only on the thread that it runs on")
        .hasMessageContaining("channel");
  }

  @Test
  void aGeneratorThatHasEndedEmitsNothing() {
    var kept = new AtomicReference<Emitter<? super Integer>>();
    Flow.<Integer>generate(kept::set).drain();
    assertThatIllegalStateException()
        .isThrownBy(() -> kept.get().emit(1))
        .withMessageContaining("has ended");
    Flow.of(1).<Integer>transform((n, out) -> kept.set(out)).drain();
    assertThatIllegalStateException().isThrownBy(() -> kept.get().emit(1));
  }

  @Test
  void numbersAreChecked() {
    var one = Flow.of(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one.take(-1))
        .withMessage("the number of elements must not be negative: -1");
    assertThatIllegalArgumentException().isThrownBy(() -> one.drop(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> one.takeLast(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one.batch(0))
        .withMessage("the size must be at least 1, not 0");
    assertThatIllegalArgumentException().isThrownBy(() -> one.sliding(0));
    assertThatIllegalArgumentException().isThrownBy(() -> one.sliding(1, 0));
  }

  @Test
  void anEmptyFlowHasNoFirstElement() {
    assertThatThrownBy(() -> Flow.empty().first())
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("the flow has no element");
    assertThatThrownBy(() -> Flow.empty().last()).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void resultsCantBeChanged() {
    assertThatThrownBy(() -> Flow.of(1).toList().add(2))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> Flow.of(1).toSet().add(2))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> Flow.of(1).batch(2).first().add(2))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
