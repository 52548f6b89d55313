package weft.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Proof;

/** Neither the stack nor the memory grows with the number of elements. */
@Proof
@Timeout(60)
class FlowScaleTest {
  private static final int MILLION = 1_000_000;

  private static int depth() {
    return StackWalker.getInstance().walk(Stream::count).intValue();
  }

  @Test
  void theStackIsAsDeepAtTheLastElementAsAtTheFirst() {
    var depths =
        Flow.range(0, MILLION)
            .map(n -> n + 1)
            .filter(n -> n > 0)
            .flatMap(n -> Flow.of(n, n))
            .<Integer>transform((n, out) -> out.emit(n))
            .scan(0, (a, n) -> n)
            .drop(1)
            .batch(2)
            .map(pair -> pair.getFirst())
            .filter(n -> n == 1 || n == MILLION)
            .map(n -> depth())
            .toList();
    assertThat(depths).hasSize(2);
    assertThat(depths.get(1)).isEqualTo(depths.get(0));
  }

  @Test
  void sourcesTakeNoStackForAnElement() {
    assertThat(Flow.iterate(0, n -> n + 1).take(MILLION).count()).isEqualTo(MILLION);
    assertThat(
            Flow.<Integer, Integer>unfold(
                    0,
                    (n, out) -> {
                      out.emit(n);
                      return n + 1 < MILLION ? Optional.of(n + 1) : Optional.empty();
                    })
                .count())
        .isEqualTo(MILLION);
    assertThat(Flow.concat(Flow.range(0, MILLION).map(Flow::of).toList()).count())
        .isEqualTo(MILLION);
  }

  @Test
  void aMillionElementsAreIterated() {
    long sum = 0;
    try (var numbers = Flow.range(0, MILLION).iterate()) {
      for (int n : numbers) sum += n;
    }
    assertThat(sum).isEqualTo(MILLION * (MILLION - 1L) / 2);
  }
}
