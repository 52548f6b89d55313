package weft.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who wants no more elements ends the source, which runs its finally blocks. */
@Timeout(60)
class FlowEarlyEndTest {
  private final List<String> log = new ArrayList<>();

  private Flow<Integer> endless() {
    return Flow.generate(out -> {
      try {
        for (int i = 0; ; i++) out.emit(i);
      } finally {
        log.add("end");
      }
    });
  }

  @Test
  void theSourceHasEndedWhenTheTerminalReturns() {
    List<Function<Flow<Integer>, Object>> uses =
        List.of(
            f -> f.take(3).toList(),
            f -> f.take(1).count(),
            f -> f.takeWhile(n -> n < 3).toList(),
            f -> f.takeUntil(n -> n == 3).toList(),
            f -> f.first(),
            f -> f.firstOrEmpty(n -> n > 5),
            f -> f.any(n -> n == 3),
            f -> f.all(n -> n < 3),
            f -> f.none(n -> n == 3),
            f -> f.zip(Flow.of(1, 2), Integer::sum).toList(),
            f -> Flow.of(1, 2).zip(f, Integer::sum).toList(),
            f -> f.map(n -> n + 1).filter(n -> n % 2 == 0).batch(2).take(2).toList(),
            f -> f.flatMap(n -> Flow.of(n, n)).take(5).toList(),
            f -> Flow.of(1).flatMap(n -> f).take(5).toList(),
            f -> f.transform((Integer n, Emitter<? super Integer> out) -> out.emit(n)).first(),
            f -> f.recover(Throwable.class, e -> -1).take(2).toList(),
            f -> f.onError(e -> log.add("error")).take(2).toList(),
            f -> f.onComplete(() -> log.add("complete")).take(2).toList(),
            f -> f.append(Flow.of(9)).take(2).toList(),
            f -> f.indexed().scan(0L, (a, i) -> a + i.index()).sliding(2).first());
    for (var use : uses) {
      log.clear();
      assertThat(use.apply(endless())).isNotNull();
      assertThat(log).containsExactly("end");
    }
  }

  @Test
  void takeEndsTheSourceWithItsLastElementNotTheNext() {
    Flow<Integer> flow =
        Flow.generate(out -> {
          out.emit(1);
          out.emit(2);
          throw new AssertionError("nobody asked for more");
        });
    assertThat(flow.take(2).toList()).containsExactly(1, 2);
    assertThat(flow.take(0).toList()).isEmpty();
  }

  @Test
  void takeOfNothingRunsNothing() {
    assertThat(endless().take(0).toList()).isEmpty();
    assertThat(log).isEmpty();
  }

  @Test
  void aGeneratorThatCatchesEverythingStillEnds() {
    Flow<Integer> flow =
        Flow.generate(out -> {
          for (int i = 0; i < 100; i++) {
            try {
              out.emit(i);
            } catch (Throwable t) {
              log.add("caught");
            }
          }
        });
    assertThat(flow.take(98).toList()).hasSize(98);
    assertThat(log).as("the last one taken, and each after it").hasSize(3);
  }

  @Test
  void functionsThatSwallowTheEndDontGoOnForEver() {
    var transformed =
        endless()
            .<Integer>transform((n, out) -> {
              try {
                out.emit(n);
              } catch (Throwable t) {
                log.add("caught");
              }
            });
    assertThat(transformed.take(2).toList()).containsExactly(0, 1);
    assertThat(log).containsExactly("caught", "end");
    log.clear();
    var unfolded =
        Flow.<Integer, Integer>unfold(
            0,
            (n, out) -> {
              try {
                out.emit(n);
              } catch (Throwable t) {
                log.add("caught");
              }
              return java.util.Optional.of(n + 1);
            });
    assertThat(unfolded.first()).isZero();
    assertThat(log).containsExactly("caught");
  }

  @Test
  void aWorkerLoopThatCatchesExceptionsEndsAtOnce() {
    Flow<Integer> flow =
        Flow.generate(out -> {
          for (int i = 0; ; i++) {
            try {
              out.emit(i);
            } catch (Exception e) {
              log.add("caught");
            }
          }
        });
    assertThat(flow.take(3).toList()).containsExactly(0, 1, 2);
    assertThat(log).isEmpty();
  }

  @Test
  void anInnerEndIsNotAnOuterOne() {
    assertThat(Flow.range(0, 3).flatMap(n -> endless().take(2)).toList())
        .containsExactly(0, 1, 0, 1, 0, 1);
    assertThat(endless().take(5).take(2).toList()).containsExactly(0, 1);
    assertThat(endless().take(2).take(5).toList()).containsExactly(0, 1);
    assertThat(Flow.of(1, 2).map(n -> endless().take(n).toList()).take(1).toList())
        .containsExactly(List.of(0));
  }

  @Test
  void hooksAreCalledAtTheEndInEveryCase() {
    endless().onEnd(() -> log.add("hook")).first();
    assertThat(log).containsExactly("end", "hook");
    log.clear();
    Flow.of(1, 2)
        .onStart(() -> log.add("start"))
        .onEach(n -> log.add("each " + n))
        .onComplete(() -> log.add("complete"))
        .onEnd(() -> log.add("hook"))
        .drain();
    assertThat(log).containsExactly("start", "each 1", "each 2", "complete", "hook");
    log.clear();
    Flow.of(1)
        .map(n -> n / 0)
        .onEnd(() -> log.add("hook"))
        .recover(Exception.class, e -> 0)
        .drain();
    assertThat(log).containsExactly("hook");
  }
}
