package weft.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.CancelScope;
import weft.StepClock;
import weft.Task;
import weft.Weft;

/** Jobs and attempts on schedules that look at the clock, which is moved by hand. */
@Timeout(30)
class ScheduleClockTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final StepClock clock = new StepClock();
  private final List<Long> runs = new CopyOnWriteArrayList<>();

  /** Repeats a job that takes {@code work} and returns when it ran, in seconds. */
  private List<Long> repeat(Schedule schedule, Duration work) {
    clock
        .environment()
        .run(() ->
            Weft.scope(s -> {
              Task<Void> task =
                  s.start(() ->
                      schedule.repeat(() -> {
                        runs.add(clock.nanoTime() / SECOND.toNanos());
                        clock.jump(work);
                      }));
              while (!task.isDone()) {
                if (task.state() == Task.State.WAITING && clock.timers() > 0) {
                  clock.advance(Duration.ofNanos(clock.next() - clock.nanoTime()));
                }
                Thread.onSpinWait();
              }
            }));
    return runs;
  }

  @Test
  void fixedWaitsBetweenRuns() {
    assertThat(repeat(Schedule.fixed(SECOND.multipliedBy(10)).times(3), SECOND.multipliedBy(4)))
        .containsExactly(10L, 24L, 38L);
  }

  @Test
  void everyKeepsItsRate() {
    assertThat(repeat(Schedule.every(SECOND.multipliedBy(10)).times(3), SECOND.multipliedBy(4)))
        .containsExactly(10L, 20L, 30L);
  }

  @Test
  void everyLeavesOutWhatItMissed() {
    assertThat(repeat(Schedule.every(SECOND.multipliedBy(10)).times(3), SECOND.multipliedBy(25)))
        .containsExactly(10L, 40L, 70L);
  }

  @Test
  void cronRunsByTheTimeOfDay() {
    assertThat(
            repeat(Schedule.cron("*/2 * * * *", ZoneOffset.UTC).times(3), Duration.ofSeconds(130)))
        .containsExactly(120L, 360L, 600L); // the job takes longer than its period
  }

  @Test
  void thenBeginsItsTimeWhenItIsDue() {
    var schedule =
        Schedule.fixed(SECOND.multipliedBy(60))
            .times(2)
            .then(Schedule.fixed(SECOND).within(SECOND.multipliedBy(3)));
    assertThat(repeat(schedule, Duration.ZERO)).containsExactly(60L, 120L, 121L, 122L, 123L);
  }

  @Test
  void aFailureEndsTheJob() {
    try {
      Schedule.fixed(Duration.ZERO)
          .repeat(() -> {
            runs.add(1L);
            throw new IOException("failed");
          });
    } catch (IOException e) {
      runs.add(2L);
    }
    assertThat(runs).containsExactly(1L, 2L);
  }

  @Test
  void aCancellationEndsTheWait() {
    var scope = new CancelScope();
    assertThat(
            scope.run(() ->
                Schedule.fixed(Duration.ZERO)
                    .times(3)
                    .then(Schedule.fixed(Duration.ofDays(1)))
                    .repeat(() -> {
                      runs.add(1L);
                      if (runs.size() == 3) scope.cancel("enough");
                    })))
        .isFalse();
    assertThat(runs).hasSize(3);
  }

  @Test
  void inACancelledScopeNothingRuns() {
    var scope = new CancelScope();
    scope.cancel("before");
    var run = Schedule.fixed(Duration.ZERO).times(1).start();
    assertThat(scope.run(() -> run.await())).isEmpty();
    assertThat(run.next()).as("not used up").isPresent();
  }

  private List<Long> attempts(Retry retry) {
    clock
        .environment()
        .run(() ->
            Weft.supervise(s -> {
              Task<Void> task =
                  s.start(() ->
                      retry.call(() -> {
                        runs.add(clock.nanoTime() / SECOND.toNanos());
                        throw new IOException("failed");
                      }));
              while (!task.isDone()) {
                if (task.state() == Task.State.WAITING && clock.timers() > 0) {
                  clock.advance(Duration.ofNanos(clock.next() - clock.nanoTime()));
                }
                Thread.onSpinWait();
              }
              task.outcome();
            }));
    return runs;
  }

  @Test
  void retryGoesByAnySchedule() {
    assertThat(
            attempts(
                Retry.of(
                    Schedule.fibonacci(SECOND).times(4).then(Schedule.fixed(SECOND).times(2)))))
        .containsExactly(0L, 1L, 2L, 4L, 7L, 8L, 9L);
  }

  @Test
  void retryStopsInTime() {
    assertThat(attempts(Retry.exponential(100, SECOND).within(SECOND.multipliedBy(20))))
        .containsExactly(0L, 1L, 3L, 7L, 15L);
  }

  @Test
  void theTimeOfARetryCountsCutWaits() {
    assertThat(
            attempts(
                Retry.exponential(100, SECOND)
                    .maxDelay(SECOND.multipliedBy(2))
                    .within(SECOND.multipliedBy(6))))
        .containsExactly(0L, 1L, 3L, 5L);
  }

  @Test
  void jitterWithASeedCanBeForetold() {
    var retry = Retry.fixed(5, SECOND.multipliedBy(100)).jitter(0.5, () -> new SplittableRandom(1));
    var first = List.copyOf(attempts(retry));
    runs.clear();
    long start = clock.nanoTime() / SECOND.toNanos();
    assertThat(attempts(retry)).hasSize(5);
    for (int i = 0; i < 5; i++)
      assertThat(runs.get(i) - start).isBetween(first.get(i) - 1, first.get(i) + 1);
  }

  @Test
  void badSchedulesAreRefused() {
    var negative = Duration.ofNanos(-1);
    assertThatIllegalArgumentException().isThrownBy(() -> Schedule.fixed(negative));
    assertThatIllegalArgumentException().isThrownBy(() -> Schedule.every(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> Schedule.exponential(SECOND, 0.9));
    assertThatIllegalArgumentException().isThrownBy(() -> Schedule.exponential(SECOND, Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> Schedule.fixed(SECOND).times(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> Schedule.fixed(SECOND).jitter(1.1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Schedule.fixed(SECOND).maxDelay(negative));
    assertThatIllegalArgumentException().isThrownBy(() -> Schedule.fixed(SECOND).within(negative));
  }
}
