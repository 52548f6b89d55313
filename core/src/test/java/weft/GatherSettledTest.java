package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static weft.Fixtures.suspendForever;
import static weft.Weft.gatherSettled;
import static weft.Weft.moveOnAfter;
import static weft.Weft.scope;
import static weft.Weft.sleep;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GatherSettledTest {
  @Test
  void eachEndsByItself() {
    var error = new IOException("x");
    List<Outcome<String>> outcomes =
        gatherSettled(
            List.of(1, 2, 3),
            i -> {
              if (i == 2) throw error;
              sleep(Duration.ofMillis(1));
              return "item " + i;
            });
    assertThat(outcomes)
        .containsExactly(
            new Outcome.Success<>("item 1"),
            new Outcome.Failure<>(error),
            new Outcome.Success<>("item 3"));
  }

  @Test
  void originalOfANestedFailureIsGiven() {
    var error = new IOException("x");
    List<Outcome<Object>> outcomes =
        gatherSettled(
            List.of(1),
            i ->
                scope(s ->
                    s.start(
                            () -> {
                              throw error;
                            })
                        .await()));
    assertThat(outcomes).containsExactly(new Outcome.Failure<>(error));
  }

  @Test
  void oneThatIsInterruptedIsCancelledAndTheOthersGoOn() {
    var outcomes =
        gatherSettled(
            List.of(1, 2),
            i -> {
              if (i == 1) {
                Thread.currentThread().interrupt();
                sleep(Duration.ofHours(1));
              }
              return i;
            });
    assertThat(outcomes.get(0)).isInstanceOf(Outcome.Cancelled.class);
    assertThat(outcomes.get(1)).isEqualTo(new Outcome.Success<>(2));
  }

  @Test
  void oneThatAwaitsACancelledTaskFails() {
    scope(s -> {
      var task = s.start((Action<?>) Fixtures::suspendForever);
      task.cancel("x");
      var outcomes = gatherSettled(List.of(1), i -> task.await());
      assertThat(outcomes.getFirst())
          .isInstanceOfSatisfying(
              Outcome.Failure.class,
              f -> assertThat(f.error()).isInstanceOf(TaskCancelledException.class));
    });
  }

  @Test
  void limitIsKept() {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var outcomes =
        gatherSettled(
            IntStream.range(0, 100).boxed().toList(),
            3,
            i -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              sleep(Duration.ZERO);
              running.decrementAndGet();
              if (i % 2 == 0) throw new IOException("even");
              return i;
            });
    assertThat(outcomes).hasSize(100).filteredOn(Outcome::isSuccess).hasSize(50);
    assertThat(most.get()).isLessThanOrEqualTo(3);
  }

  @Test
  void interruptedBranchesUnderALimitLeaveAnOutcomeEach() {
    var outcomes =
        gatherSettled(
            IntStream.range(0, 10).boxed().toList(),
            2,
            i -> {
              Thread.currentThread().interrupt();
              sleep(Duration.ofHours(1));
              return i;
            });
    assertThat(outcomes).hasSize(10).allMatch(o -> o instanceof Outcome.Cancelled);
  }

  @Test
  void outerCancellationCutsIt() {
    assertThat(
            moveOnAfter(
                Duration.ofMillis(5),
                () ->
                    gatherSettled(
                        List.of(1, 2),
                        i -> {
                          suspendForever();
                          return i;
                        })))
        .isEmpty();
  }

  @Test
  void nothingAndMisuse() {
    assertThat(gatherSettled(List.<Integer>of(), i -> i)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> gatherSettled(List.of(1), 0, i -> i));
  }
}
