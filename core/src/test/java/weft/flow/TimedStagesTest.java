package weft.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.StepClock;
import weft.TaskFailedException;
import weft.TimeoutException;
import weft.Weft;
import weft.resilience.Retry;

/** Stages that go by the clock, on a clock that the test moves. */
@Timeout(60)
class TimedStagesTest {
  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }

  @Test
  void batchGoesOnWhenFullOrOldEnough() {
    Timeline.run(
        f -> f.batch(3, ms(100)),
        t -> {
          t.give("a");
          t.untilTimerAt(100);
          t.advance(99);
          t.assertSeen();
          t.give("b");
          t.untilTaken(2);
          t.advance(1);
          t.untilSeen("[a, b]@100");
          t.give("c");
          t.give("d");
          t.give("e");
          t.untilSeen("[a, b]@100", "[c, d, e]@100");
          t.give("f");
          t.untilTimerAt(200);
          t.end();
          t.untilSeen("[a, b]@100", "[c, d, e]@100", "[f]@100");
          assertThat(t.untilDone()).isNull();
          t.untilNoTimer();
        });
  }

  @Test
  void batchGivesWhatItHasBeforeAFailure() {
    Timeline.run(
        f -> f.batch(3, ms(100)),
        t -> {
          t.give("a");
          t.untilTimerAt(100);
          t.fail(new IllegalStateException("source"));
          assertThat(t.untilDone()).hasMessage("source");
          t.assertSeen("[a]@0");
        });
  }

  @Test
  void debounceWaitsForQuiet() {
    Timeline.run(
        f -> f.debounce(ms(50)),
        t -> {
          t.give("a");
          t.untilTimerAt(50);
          t.advance(49);
          t.give("b");
          t.untilTimerAt(99);
          t.advance(49);
          t.assertSeen();
          t.advance(1);
          t.untilSeen("b@99");
          t.untilNoTimer();
          t.give("c");
          t.untilTimerAt(149);
          t.end();
          t.untilSeen("b@99", "c@99");
          assertThat(t.untilDone()).isNull();
        });
  }

  @Test
  void sampleTakesTheLastOfEachPeriod() {
    Timeline.run(
        f -> f.onEach(e -> {}).sample(ms(10)),
        t -> {
          t.untilTimerAt(10);
          t.give("a");
          t.give("b");
          t.untilTaken(2);
          t.advance(10);
          t.untilSeen("b@10");
          t.untilTimerAt(20);
          t.advance(10);
          t.untilTimerAt(30);
          t.give("c");
          t.untilTaken(3);
          t.end();
          assertThat(t.untilDone()).isNull();
          t.assertSeen("b@10");
        });
  }

  @Test
  void throttleSpacesElements() {
    Timeline.run(
        f -> f.throttle(2, ms(100)),
        t -> {
          for (var e : new String[] {"a", "b", "c"}) t.give(e);
          t.untilSeen("a@0");
          t.untilTimerAt(50);
          t.advance(49);
          t.assertSeen("a@0");
          t.advance(1);
          t.untilSeen("a@0", "b@50");
          t.untilTimerAt(100);
          t.advance(50);
          t.untilSeen("a@0", "b@50", "c@100");
        });
  }

  @Test
  void delays() {
    Timeline.run(
        f -> f.delayEach(ms(10)).delayStart(ms(5)),
        t -> {
          t.give("a");
          t.give("b");
          t.untilTimerAt(5);
          t.advance(5);
          t.untilTimerAt(15);
          t.advance(10);
          t.untilSeen("a@15");
          t.untilTimerAt(25);
          t.advance(10);
          t.untilSeen("a@15", "b@25");
        });
  }

  @Test
  void timeoutIsForEachElement() {
    Timeline.run(
        f -> f.timeout(ms(100)),
        t -> {
          t.untilTimerAt(100);
          t.advance(99);
          t.give("a");
          t.untilSeen("a@99");
          t.untilTimerAt(199);
          t.advance(99);
          t.give("b");
          t.untilSeen("a@99", "b@198");
          t.untilTimerAt(298);
          t.advance(100);
          assertThat(t.untilDone())
              .isInstanceOf(TimeoutException.class)
              .hasMessage("not done within 100 ms");
          t.assertSeen("a@99", "b@198");
        });
  }

  @Test
  void aTimeoutCanBeRecoveredFrom() {
    Timeline.run(
        f -> f.timeout(ms(100)).recover(TimeoutException.class, e -> "late"),
        t -> {
          t.untilTimerAt(100);
          t.advance(100);
          t.untilSeen("late@100");
          assertThat(t.untilDone()).isNull();
        });
  }

  @Test
  void timeDownstreamTakesIsNotTheSources() {
    Timeline.run(
        f -> f.timeout(ms(100)).onEach(e -> Weft.sleep(ms(1_000))),
        t -> {
          t.give("a");
          t.give("b");
          t.end();
          t.untilTimerAt(1_000);
          t.advance(1_000);
          t.untilSeen("a@1000");
          t.untilTimerAt(2_000);
          t.advance(1_000);
          assertThat(t.untilDone()).isNull();
          t.assertSeen("a@1000", "b@2000");
        });
  }

  @Test
  void tickLeavesOutWhatItMissed() {
    var clock = new StepClock();
    clock
        .environment()
        .run(() ->
            Weft.scope(s -> {
              var seen = java.util.Collections.synchronizedList(new ArrayList<String>());
              var task =
                  s.start(() ->
                      Flow.tick(ms(10))
                          .take(5)
                          .forEach(n -> {
                            seen.add(n + "@" + clock.nanoTime() / 1_000_000);
                            if (n == 1) Weft.sleep(ms(25));
                          }));
              for (long at : new long[] {10, 20, 45, 50, 60}) {
                Timeline.until(() -> clock.next() == at * 1_000_000);
                clock.advance(Duration.ofNanos(at * 1_000_000 - clock.nanoTime()));
              }
              task.await();
              assertThat(seen).containsExactly("0@10", "1@20", "3@45", "4@50", "5@60");
            }));
  }

  @Test
  void retryBeginsAnew() {
    var clock = new StepClock();
    clock
        .environment()
        .run(() ->
            Weft.scope(s -> {
              var runs = new AtomicInteger();
              var source =
                  Flow.<Integer>generate(out -> {
                    int run = runs.incrementAndGet();
                    out.emit(run);
                    if (run < 3) throw new IOException("run " + run);
                  });
              var task = s.start(() -> source.retry(Retry.exponential(5, ms(100))).toList());
              Timeline.until(() -> clock.next() == 100_000_000);
              clock.advance(ms(100));
              Timeline.until(() -> clock.next() == 300_000_000);
              clock.advance(ms(200));
              assertThat(task.await()).containsExactly(1, 2, 3);
            }));
  }

  @Test
  void retryGivesUp() {
    var runs = new AtomicInteger();
    assertThatExceptionOfType(TaskFailedException.class)
        .isThrownBy(() ->
            Flow.generate(
                    out -> {
                      throw new IOException("run " + runs.incrementAndGet());
                    })
                .retry(Retry.fixed(3, Duration.ZERO))
                .drain())
        .satisfies(e -> assertThat(e.getCause()).hasMessage("run 3"));
  }

  @Test
  void retryIsNotForDownstream() {
    var runs = new AtomicInteger();
    var failure = new IOException("mine");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            Flow.generate(out -> out.emit(runs.incrementAndGet()))
                .retry(Retry.fixed(3, Duration.ZERO))
                .forEach(i -> {
                  throw failure;
                }))
        .isSameAs(failure);
    assertThat(runs).hasValue(1);
    assertThat(Flow.range(0, 10).retry(Retry.fixed(3, Duration.ZERO)).take(2).toList())
        .containsExactly(0, 1);
  }

  @Test
  void badTimes() {
    var flow = Flow.of(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> flow.debounce(Duration.ZERO))
        .withMessage("the time must be positive, but is PT0S");
    assertThatIllegalArgumentException().isThrownBy(() -> flow.batch(1, ms(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> flow.batch(0, ms(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> flow.sample(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> flow.timeout(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> flow.throttle(0, ms(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> flow.delayEach(ms(-1)))
        .withMessage("the time must not be negative, but is PT-0.001S");
    assertThatIllegalArgumentException().isThrownBy(() -> Flow.tick(Duration.ZERO));
  }

  @Test
  void timesThatAreTooLongForAnyTimer() {
    var longest = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
    var flow = Flow.of(1, 2);
    assertThat(flow.debounce(longest).toList()).containsExactly(2);
    assertThat(flow.sample(longest).toList()).isEmpty();
    assertThat(flow.batch(3, longest).toList()).containsExactly(List.of(1, 2));
    assertThat(flow.timeout(longest).toList()).containsExactly(1, 2);
    assertThat(flow.take(1).throttle(1, longest).toList()).containsExactly(1);
    assertThat(Weft.moveOnAfter(ms(1), () -> Flow.tick(longest).first())).isEmpty();
  }
}
