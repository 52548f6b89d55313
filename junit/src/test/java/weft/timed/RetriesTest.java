package weft.timed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.Weft.moveOnAfter;
import static weft.Weft.scope;
import static weft.Weft.sleep;
import static weft.Weft.timeout;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import weft.TimeoutException;
import weft.junit.TestClock;
import weft.junit.WeftTest;
import weft.resilience.Hedge;
import weft.resilience.Retry;
import weft.resilience.Schedule;

/** Retries, schedules and hedges, at the moments they say. */
class RetriesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final TestClock clock = TestClock.current();
  private final List<Long> attempts = new ArrayList<>();

  private String failing(int times) throws IOException {
    attempts.add(clock.elapsed().toSeconds());
    if (attempts.size() <= times) throw new IOException("attempt " + attempts.size());
    return "done";
  }

  @WeftTest
  void delaysDouble() throws IOException {
    var retry = Retry.exponential(10, SECOND).on(IOException.class).jitter(0);
    assertThat(retry.call(() -> failing(5))).isEqualTo("done");
    assertThat(attempts).containsExactly(0L, 1L, 3L, 7L, 15L, 31L);
  }

  @WeftTest
  void theLastFailureComesOut() {
    var retry = Retry.fixed(3, SECOND).on(IOException.class);
    assertThatThrownBy(() -> retry.call(() -> failing(10)))
        .isInstanceOf(IOException.class)
        .hasMessage("attempt 3");
    assertThat(attempts).containsExactly(0L, 1L, 2L);
  }

  @WeftTest(seeds = 300)
  void aDeadlineEndsItAmidADelayOrAnAttempt(RandomGenerator random) {
    var limit = Duration.ofMillis(random.nextInt(1, 20_000));
    assertThatThrownBy(() ->
            timeout(
                limit,
                () ->
                    Retry.fixed(1_000, SECOND)
                        .on(IOException.class)
                        .call(() -> {
                          sleep(Duration.ofMillis(random.nextInt(1, 2_000)));
                          throw new IOException("again");
                        })))
        .isInstanceOf(TimeoutException.class);
    assertThat(clock.elapsed()).isEqualTo(limit);
    assertThat(clock.timers()).isZero();
  }

  @WeftTest(seeds = 300)
  void jitterStaysInItsPart(RandomGenerator random) throws IOException {
    var retry = Retry.fixed(5, SECOND).on(IOException.class).jitter(0.5, () -> random);
    retry.call(() -> failing(4));
    assertThat(clock.elapsed())
        .isBetween(SECOND.multipliedBy(2), SECOND.multipliedBy(6))
        .isNotEqualTo(SECOND.multipliedBy(4));
  }

  @WeftTest(seeds = 200)
  void aPeriodKeepsItsBeat(RandomGenerator random) {
    moveOnAfter(
        Duration.ofHours(1),
        () ->
            Schedule.every(Duration.ofMinutes(1))
                .repeat(() -> {
                  attempts.add(clock.elapsed().toSeconds());
                  sleep(Duration.ofSeconds(random.nextInt(1, 60)));
                }));
    assertThat(attempts).hasSizeBetween(59, 61).allMatch(second -> second % 60 == 0);
  }

  @WeftTest
  void cronOverAYear() {
    var days = new ArrayList<Instant>();
    moveOnAfter(
        Duration.ofDays(365),
        () ->
            Schedule.cron("0 3 1 * *", ZoneOffset.UTC)
                .repeat(() -> {
                  days.add(clock.now());
                }));
    assertThat(days).hasSize(12).allMatch(day -> day.toString().endsWith("-01T03:00:00Z"));
  }

  @WeftTest(seeds = 500)
  void aHedgeReturnsTheFirstAndLeavesNoneBehind(RandomGenerator random) {
    var alive = new int[1];
    var slow = new int[] {random.nextInt(1, 30), random.nextInt(1, 30), random.nextInt(1, 30)};
    var calls = new int[1];
    int winner =
        Hedge.after(Duration.ofSeconds(5))
            .attempts(3)
            .call(() -> {
              int mine = calls[0]++;
              alive[0]++;
              try {
                sleep(Duration.ofSeconds(slow[mine]));
                return mine;
              } finally {
                alive[0]--;
              }
            });
    assertThat(alive[0]).isZero();
    int first = Math.min(slow[0], Math.min(5 + slow[1], 10 + slow[2]));
    assertThat(clock.elapsed()).isEqualTo(Duration.ofSeconds(first));
    assertThat(slow[winner] + 5 * winner).isEqualTo(first);
  }

  @WeftTest(seeds = 200)
  void manyRetryAtOnce(RandomGenerator random) {
    var done = new int[1];
    scope(s -> {
      for (int i = 0; i < 10; i++) {
        int failures = random.nextInt(5);
        s.start(() -> {
          var left = new int[] {failures};
          Retry.exponential(6, SECOND)
              .on(IOException.class)
              .jitter(0.3, () -> random)
              .call(() -> {
                if (left[0]-- > 0) throw new IOException("again");
              });
          done[0]++;
        });
      }
    });
    assertThat(done[0]).isEqualTo(10);
    assertThat(clock.timers()).isZero();
  }
}
