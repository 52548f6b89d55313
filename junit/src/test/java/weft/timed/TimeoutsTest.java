package weft.timed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.Weft.moveOnAfter;
import static weft.Weft.scope;
import static weft.Weft.shield;
import static weft.Weft.sleep;
import static weft.Weft.timeLeft;
import static weft.Weft.timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import weft.CancelScope;
import weft.TimeoutException;
import weft.junit.TestClock;
import weft.junit.WeftTest;
import weft.sync.Semaphore;

/** Deadlines pass when they are due, to the nanosecond, under any schedule. */
class TimeoutsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static Duration seconds(long n) {
    return SECOND.multipliedBy(n);
  }

  @WeftTest(seeds = 1_000)
  void theEarliestOfNestedDeadlinesCuts(RandomGenerator random, TestClock clock) {
    int work = 1 + random.nextInt(10);
    int outer = 1 + random.nextInt(10);
    int inner = 1 + random.nextInt(10);
    var done =
        moveOnAfter(seconds(outer), () -> moveOnAfter(seconds(inner), () -> sleep(seconds(work))));
    int end = Math.min(work, Math.min(outer, inner));
    assertThat(clock.elapsed()).isEqualTo(seconds(end));
    if (work < Math.min(outer, inner)) assertThat(done).contains(true);
    assertThat(clock.timers()).isZero();
  }

  @WeftTest(seeds = 1_000)
  void eachTaskHasItsOwn(RandomGenerator random, TestClock clock) {
    var ends = new ArrayList<Duration>();
    scope(s -> {
      for (int i = 0; i < 8; i++) {
        var limit = Duration.ofMillis(1 + random.nextInt(5_000));
        var work = Duration.ofMillis(1 + random.nextInt(5_000));
        s.start(() -> {
          try {
            timeout(limit, () -> sleep(work));
            assertThat(work).isLessThanOrEqualTo(limit);
          } catch (TimeoutException e) {
            assertThat(limit).isLessThanOrEqualTo(work);
          }
          assertThat(clock.elapsed()).isEqualTo(limit.compareTo(work) < 0 ? limit : work);
          ends.add(clock.elapsed());
        });
      }
    });
    assertThat(ends).hasSize(8).isSorted();
  }

  @WeftTest(seeds = 500)
  void aDeadlineMayBeMovedWhileItRuns(RandomGenerator random, TestClock clock) {
    var cancel = CancelScope.expiringIn(seconds(5));
    var moved = seconds(random.nextInt(1, 10));
    scope(s -> {
      s.start(() -> {
        sleep(seconds(2));
        cancel.expireIn(moved);
      });
      assertThat(cancel.run(() -> sleep(seconds(100)))).isFalse();
    });
    assertThat(clock.elapsed()).isEqualTo(seconds(2).plus(moved));
  }

  @WeftTest(seeds = 500)
  void aShieldOutlastsADeadline(TestClock clock) {
    List<String> seen = new ArrayList<>();
    assertThatThrownBy(() ->
            timeout(
                SECOND,
                () -> {
                  try {
                    sleep(seconds(10));
                  } finally {
                    shield(() -> sleep(seconds(3)));
                    seen.add("cleaned up at " + clock.elapsed().toSeconds());
                    assertThat(timeLeft()).contains(Duration.ZERO);
                  }
                }))
        .isInstanceOf(TimeoutException.class);
    assertThat(seen).containsExactly("cleaned up at 4");
  }

  @WeftTest(seeds = 500)
  void graceEndsWhatShieldsProtect(RandomGenerator random, TestClock clock) {
    var grace = seconds(random.nextInt(1, 6));
    var cleanUp = seconds(random.nextInt(1, 6));
    scope(s -> {
      var task =
          s.start(() -> {
            try {
              sleep(seconds(100));
            } finally {
              shield(() -> sleep(cleanUp));
            }
          });
      sleep(SECOND);
      task.cancel("enough", grace);
    });
    assertThat(clock.elapsed())
        .isEqualTo(SECOND.plus(grace.compareTo(cleanUp) < 0 ? grace : cleanUp));
    assertThat(clock.timers()).isZero();
  }

  @WeftTest(seeds = 1_000)
  void whoGivesUpInLineLeaksNoPermit(RandomGenerator random, TestClock clock) {
    var permits = new Semaphore(2);
    scope(s -> {
      for (int i = 0; i < 10; i++) {
        var patience = Duration.ofMillis(random.nextInt(1, 100));
        s.start(() -> {
          moveOnAfter(patience, () -> permits.with(() -> sleep(Duration.ofMillis(20))));
        });
      }
    });
    assertThat(permits.available()).isEqualTo(2);
    assertThat(permits.waiters()).isZero();
    assertThat(clock.elapsed()).isLessThanOrEqualTo(Duration.ofMillis(100));
  }
}
