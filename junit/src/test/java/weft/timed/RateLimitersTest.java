package weft.timed;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.moveOnAfter;
import static weft.Weft.scope;
import static weft.Weft.sleep;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import weft.junit.TestClock;
import weft.junit.WeftTest;
import weft.sync.KeyedRateLimiter;
import weft.sync.RateLimiter;

/** Rate limiters keep their rate to the nanosecond, whoever asks when, and whoever gives up. */
class RateLimitersTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration TENTH = Duration.ofMillis(100);

  private final List<Duration> turns = new ArrayList<>();

  @WeftTest
  void anHourOfTurns(TestClock clock) {
    var limiter = RateLimiter.of(10, SECOND);
    for (int i = 0; i < 36_000; i++) limiter.acquire();
    assertThat(clock.elapsed()).isEqualTo(Duration.ofHours(1).minus(TENTH));
  }

  @WeftTest(seeds = 300)
  void manyTasksShareTheRate(RandomGenerator random, TestClock clock) {
    var limiter = RateLimiter.of(10, SECOND);
    var served = new ArrayList<Integer>();
    scope(s -> {
      for (int i = 0; i < 20; i++) {
        int number = i;
        s.start(() -> {
          sleep(Duration.ofMillis(random.nextInt(1_000)));
          limiter.acquire();
          served.add(number);
          turns.add(clock.elapsed());
        });
      }
    });
    assertThat(served).hasSize(20).doesNotHaveDuplicates();
    for (int i = 1; i < turns.size(); i++) {
      assertThat(turns.get(i).minus(turns.get(i - 1))).isGreaterThanOrEqualTo(TENTH);
    }
    assertThat(clock.timers()).isZero();
  }

  @WeftTest(seeds = 300)
  void aBurstIsNeverExceeded(RandomGenerator random, TestClock clock) {
    int burst = 1 + random.nextInt(5);
    var limiter = RateLimiter.bursty(10, SECOND, burst);
    scope(s -> {
      for (int i = 0; i < 30; i++) {
        s.start(() -> {
          sleep(Duration.ofMillis(random.nextInt(4_000)));
          limiter.acquire();
          turns.add(clock.elapsed());
        });
      }
    });
    for (int first = 0; first < turns.size(); first++) {
      for (int last = first; last < turns.size(); last++) {
        long span = turns.get(last).minus(turns.get(first)).toMillis();
        assertThat((long) last - first + 1)
            .as("turns %d to %d, in %d ms", first, last, span)
            .isLessThanOrEqualTo(burst + span / 100);
      }
    }
  }

  @WeftTest(seeds = 300)
  void whoGivesUpCostsNobodyATurn(RandomGenerator random, TestClock clock) {
    var limiter = RateLimiter.of(10, SECOND);
    scope(s -> {
      for (int i = 0; i < 20; i++) {
        var patience = Duration.ofMillis(random.nextInt(1, 3_000));
        s.start(() -> {
          if (moveOnAfter(patience, limiter::acquire)) turns.add(clock.elapsed());
        });
      }
    });
    for (int i = 0; i < turns.size(); i++) {
      assertThat(turns.get(i)).isEqualTo(TENTH.multipliedBy(i));
    }
    assertThat(limiter.waiters()).isZero();
    assertThat(clock.timers()).isZero();
  }

  @WeftTest(seeds = 200)
  void keysDoNotWaitForEachOther(TestClock clock) {
    var limiter = KeyedRateLimiter.<String>of(1, SECOND);
    scope(s -> {
      for (var key : List.of("a", "b", "c")) {
        s.start(() -> {
          for (int i = 0; i < 5; i++) {
            limiter.acquire(key);
            assertThat(clock.elapsed()).isEqualTo(SECOND.multipliedBy(i));
          }
        });
      }
    });
  }
}
