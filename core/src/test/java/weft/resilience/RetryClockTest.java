package weft.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.CancelScope;
import weft.StepClock;
import weft.Task;
import weft.Weft;

/** When {@link Retry} tries, on a clock that is moved by hand. */
@Timeout(30)
class RetryClockTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final StepClock clock = new StepClock();
  private final List<Long> attempts = new ArrayList<>();

  private void fail() throws IOException {
    attempts.add(clock.nanoTime() / 1_000_000);
    throw new IOException("attempt " + attempts.size());
  }

  /** Runs {@code retry} to its end, moving the clock whenever it waits. */
  private Throwable run(Retry retry) {
    var thrown = new ArrayList<Throwable>();
    clock
        .environment()
        .run(() ->
            Weft.scope(s -> {
              Task<Void> task =
                  s.start(() -> {
                    try {
                      retry.call(this::fail);
                    } catch (Throwable t) {
                      thrown.add(t);
                    }
                  });
              moveWhile(task);
            }));
    return thrown.isEmpty() ? null : thrown.getFirst();
  }

  private void moveWhile(Task<?> task) {
    while (!task.isDone()) {
      if (task.state() == Task.State.WAITING && clock.timers() > 0) {
        clock.advance(Duration.ofNanos(clock.next() - clock.nanoTime()));
      }
      Thread.onSpinWait();
    }
  }

  @Test
  void waitsTwiceAsLongEachTime() {
    run(Retry.exponential(6, SECOND));
    assertThat(attempts).containsExactly(0L, 1000L, 3000L, 7000L, 15_000L, 31_000L);
  }

  @Test
  void waitsTheSameEachTime() {
    run(Retry.fixed(4, SECOND));
    assertThat(attempts).containsExactly(0L, 1000L, 2000L, 3000L);
  }

  @Test
  void waitsNoLongerThanTheMaximum() {
    run(Retry.exponential(6, SECOND).maxDelay(Duration.ofSeconds(3)));
    assertThat(attempts).containsExactly(0L, 1000L, 3000L, 6000L, 9000L, 12_000L);
  }

  @Test
  void doublesManyTimesWithoutOverflow() {
    run(Retry.exponential(200, Duration.ofNanos(1)).maxDelay(SECOND));
    assertThat(attempts).hasSize(200).isSorted();
    assertThat(attempts.getLast() - attempts.get(198)).isEqualTo(1000);
  }

  @Test
  void jitterOnlyShortens() {
    run(Retry.fixed(100, SECOND).jitter(0.5));
    for (int i = 1; i < attempts.size(); i++) {
      assertThat(attempts.get(i) - attempts.get(i - 1)).isBetween(499L, 1001L);
    }
    assertThat(attempts.getLast()).isLessThan(99_000);
  }

  @Test
  void waitsAsLongAsTheFailureSays() {
    run(
        Retry.fixed(3, SECOND)
            .delay(e ->
                e.getMessage().equals("attempt 1")
                    ? Optional.of(Duration.ofSeconds(20))
                    : Optional.empty()));
    assertThat(attempts).containsExactly(0L, 20_000L, 21_000L);
  }

  @Test
  void theLastFailureComesOutWithThoseBefore() {
    var thrown = run(Retry.fixed(3, SECOND));
    assertThat(thrown).isInstanceOf(IOException.class).hasMessage("attempt 3");
    assertThat(thrown.getSuppressed()).isNotEmpty();
  }

  @Test
  void whatIsNotToBeTriedAgainComesOutAtOnce() {
    assertThat(run(Retry.fixed(3, SECOND).on(IllegalStateException.class)))
        .isInstanceOf(IOException.class);
    assertThat(attempts).hasSize(1);
  }

  @Test
  void anErrorIsNotTriedAgain() {
    var calls = new AtomicInteger();
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() ->
            Retry.fixed(3, Duration.ZERO)
                .call(() -> {
                  calls.incrementAndGet();
                  throw new AssertionError();
                }));
    assertThat(calls).hasValue(1);
  }

  @Test
  void aCancellationIsNotTriedAgain() {
    var scope = new CancelScope();
    var calls = new AtomicInteger();
    scope.cancel("now");
    boolean done =
        scope.run(() ->
            Retry.fixed(3, Duration.ZERO)
                .when(t -> true)
                .call(() -> {
                  calls.incrementAndGet();
                  Weft.checkpoint();
                }));
    assertThat(done).isFalse();
    assertThat(calls).hasValue(1);
  }

  @Test
  void aCancellationEndsTheWait() throws IOException {
    var scope = new CancelScope();
    boolean done =
        scope.run(() ->
            Retry.fixed(3, Duration.ofHours(1))
                .onRetry((attempt, error) -> scope.cancel("enough"))
                .call(this::fail));
    assertThat(done).isFalse();
    assertThat(attempts).hasSize(1);
  }

  @Test
  void anInterruptIsNotTriedAgain() {
    var calls = new AtomicInteger();
    assertThatThrownBy(() ->
            Retry.fixed(3, Duration.ZERO)
                .call(() -> {
                  calls.incrementAndGet();
                  throw new InterruptedException("by the owner of the thread");
                }))
        .isInstanceOfAny(InterruptedException.class, weft.CancelledError.class);
    assertThat(calls).hasValue(1);
  }

  @Test
  void endlessRetriesKeepFewFailures() {
    var calls = new AtomicInteger();
    var last = new ArrayList<Throwable>();
    try {
      Retry.fixed(10_000, Duration.ZERO)
          .call(() -> {
            throw new IllegalStateException("attempt " + calls.incrementAndGet());
          });
    } catch (IllegalStateException e) {
      last.add(e);
    }
    int kept = 0;
    while (!last.isEmpty()) {
      kept++;
      last.addAll(List.of(last.removeFirst().getSuppressed()));
    }
    assertThat(kept).isLessThan(1_000);
  }

  @Test
  void anEndlessMaximumIsFine() {
    run(Retry.fixed(2, SECOND).maxDelay(ChronoUnit.FOREVER.getDuration()));
    assertThat(attempts).containsExactly(0L, 1000L);
  }
}
