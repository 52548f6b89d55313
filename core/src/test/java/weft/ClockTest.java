package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Fixtures.until;
import static weft.Weft.gather;
import static weft.Weft.sleep;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The system's clock, and sleeping on it. */
@Timeout(30)
class ClockTest {
  private final Clock clock = Clock.system();

  @Test
  void sleepIsNeverTooShort() {
    var tooShort = new CopyOnWriteArrayList<Duration>();
    gather(
        List.of(0, 1, 10, 100, 1_000, 10_000),
        micros -> {
          for (int i = 0; i < 10; i++) {
            var duration = Duration.ofNanos(micros * 1_000L);
            long start = System.nanoTime();
            sleep(duration);
            if (System.nanoTime() - start < duration.toNanos()) tooShort.add(duration);
          }
          return micros;
        });
    assertThat(tooShort).isEmpty();
  }

  @Test
  void timerRunsNotBeforeItsTimeAndOnce() {
    var ranAt = new AtomicLong();
    long at = clock.nanoTimeIn(Duration.ofMillis(2));
    clock.callAt(at, () -> ranAt.compareAndSet(0, clock.nanoTime()));
    until(() -> ranAt.get() != 0);
    assertThat(ranAt.get() - at).isNotNegative();
  }

  @Test
  void timersRunInTheirOrder() {
    var order = new CopyOnWriteArrayList<Integer>();
    long now = clock.nanoTime();
    for (int i : List.of(3, 1, 2)) {
      clock.callAt(now + Duration.ofMillis(20L * i).toNanos(), () -> order.add(i));
    }
    until(() -> order.size() == 3);
    assertThat(order).containsExactly(1, 2, 3);
  }

  @Test
  void cancelledTimerDoesNotRun() {
    var ran = new AtomicBoolean();
    var later = new AtomicBoolean();
    var timer = clock.callAt(clock.nanoTimeIn(Duration.ofMillis(20)), () -> ran.set(true));
    clock.callAt(clock.nanoTimeIn(Duration.ofMillis(40)), () -> later.set(true));
    timer.cancel();
    timer.cancel();
    until(later::get);
    assertThat(ran).isFalse();
  }

  @Test
  void timerInThePastRunsSoon() {
    var ran = new AtomicBoolean();
    clock.callAt(clock.nanoTime() - 1_000_000_000L, () -> ran.set(true));
    until(ran::get);
  }

  @Test
  void actionThatThrowsHarmsNoOtherTimer() {
    var uncaught = new CopyOnWriteArrayList<Throwable>();
    var before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((t, e) -> uncaught.add(e));
    try {
      var error = new AssertionError("in a timer");
      clock.callAt(
          clock.nanoTime(),
          () -> {
            throw error;
          });
      until(() -> uncaught.contains(error));
      sleep(Duration.ofMillis(1));
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void spansAreCutToForever() {
    long now = clock.nanoTime();
    assertThat(clock.nanoTimeIn(Duration.ofSeconds(Long.MAX_VALUE)) - now)
        .isGreaterThanOrEqualTo(Clock.FOREVER.toNanos());
    assertThat(clock.nanoTimeIn(Duration.ofSeconds(Long.MIN_VALUE)) - now).isNotNegative();
    assertThat(clock.now()).isAfter(Instant.EPOCH);
    clock.callAt(clock.nanoTimeIn(Clock.FOREVER), () -> {}).cancel();
  }

  @Test
  void timerThatIsTheEarliestSoFarIsNotLate() {
    // a long one first: the timer's thread must be woken for each shorter one
    var far = clock.callAt(clock.nanoTimeIn(Duration.ofHours(1)), () -> {});
    for (int i = 0; i < 200; i++) sleep(Duration.ofNanos(1 + i * 1_000L));
    far.cancel();
  }
}
