package weft.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import weft.Proof;

/** {@link Schedule} against exact arithmetic. */
@Proof
class SchedulePropertyTest {
  /** The whole nanoseconds that {@code n} turns take. */
  private static long span(long n, int turns, long period) {
    return BigInteger.valueOf(n)
        .multiply(BigInteger.valueOf(period))
        .divide(BigInteger.valueOf(turns))
        .longValueExact();
  }

  /** N turns take (N - burst) intervals, down to the nanosecond, however they are grouped. */
  @Property
  void noDriftAtAnyRate(
      @ForAll @IntRange(min = 1, max = 5_000_000) int turns,
      @ForAll @LongRange(min = 1, max = 100_000_000_000L) long period,
      @ForAll @IntRange(min = 1, max = 1_000) int burst,
      @ForAll @Size(max = 100) List<@IntRange(min = 1, max = 50) Integer> groups) {
    var schedule = new Schedule(turns, Duration.ofNanos(period), burst);
    long start = 12_345;
    long now = start;
    long taken = 0;
    for (int group : groups) {
      taken += group;
      if (!schedule.tryTake(group, now)) {
        long due = schedule.due(group);
        assertThat(due - start).isEqualTo(span(taken - burst, turns, period));
        now = due; // as a timer does that is never late
        schedule.take(group);
      } else {
        assertThat(taken <= burst || span(taken - burst, turns, period) <= now - start).isTrue();
      }
    }
  }

  /** However it is used, a bucket of {@code burst} that fills at the rate would have allowed it. */
  @Property
  void likeABucketOfTokens(
      @ForAll @IntRange(min = 1, max = 1_000) int turns,
      @ForAll @LongRange(min = 1, max = 10_000) long period,
      @ForAll @IntRange(min = 1, max = 20) int burst,
      @ForAll @Size(max = 200) List<@LongRange(min = 0, max = 3_000) Long> pauses) {
    var schedule = new Schedule(turns, Duration.ofNanos(period), burst);
    var rate = // in turns * nanoseconds, so that all is whole
        BigInteger.valueOf(turns);
    var full = BigInteger.valueOf(burst).multiply(BigInteger.valueOf(period));
    var one = BigInteger.valueOf(period);
    var level = full;
    long now = 0;
    for (long pause : pauses) {
      now += pause;
      level = level.add(rate.multiply(BigInteger.valueOf(pause))).min(full);
      // a turn is due in the nanosecond in which the bucket has filled for it
      boolean surely = level.compareTo(one) >= 0;
      boolean maybe = level.add(rate).compareTo(one) > 0;
      boolean taken = schedule.tryTake(1, now);
      if (surely) assertThat(taken).isTrue();
      if (taken) {
        assertThat(maybe).isTrue();
        level = level.subtract(one);
      }
    }
  }

  /** What is left to wait is the same number of turns, in whatever rate. */
  @Property
  void anotherRateKeepsTheTurnsThatAreLeft(
      @ForAll @IntRange(min = 1, max = 1_000_000) int turns,
      @ForAll @LongRange(min = 1_000_000, max = 1_000_000_000_000L) long period,
      @ForAll @IntRange(min = 1, max = 1_000_000) int newTurns,
      @ForAll @LongRange(min = 1, max = 1_000_000_000L) long newPeriod,
      @ForAll @IntRange(min = 1, max = 1_000) int taken,
      @ForAll @LongRange(min = 0, max = 100_000_000L) long later) {
    var schedule = new Schedule(turns, Duration.ofNanos(period), 1);
    assertThat(schedule.tryTake(1, 0)).isTrue();
    schedule.take(taken);
    // taken + 1 turns from zero, less what has passed
    var left =
        BigDecimal.valueOf(taken + 1L)
            .subtract(
                BigDecimal.valueOf(later)
                    .multiply(BigDecimal.valueOf(turns))
                    .divide(BigDecimal.valueOf(period), MathContext.DECIMAL128));
    schedule.setRate(newTurns, Duration.ofNanos(newPeriod), later);
    var expected =
        left.multiply(BigDecimal.valueOf(newPeriod))
            .divide(BigDecimal.valueOf(newTurns), MathContext.DECIMAL128)
            .setScale(0, RoundingMode.FLOOR)
            .longValueExact();
    assertThat(schedule.due(1) - later).isBetween(expected - 1, expected + 1);
  }
}
