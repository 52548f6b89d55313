package weft.sync;

import java.math.BigInteger;
import java.time.Duration;
import weft.Clock;

/**
 * When the turns of a {@link RateLimiter} are due, exact to the fraction of a nanosecond. To be
 * guarded by the limiter's lock.
 *
 * <p>Source: the generic cell rate algorithm.
 */
final class Schedule {
  private static final long LONGEST = Clock.FOREVER.toNanos() / 8; // no sum of these overflows

  private final long burst;
  private long turns;
  private long period;
  private boolean begun;
  private long next; // when the next turn is due, if there were no burst
  private long remainder; // of it, in 1 / turns nanoseconds
  private long owed; // how late the last turns came, by the timer or by the tasks' way back

  Schedule(int turns, Duration per, int burst) {
    if (burst < 1) throw new IllegalArgumentException("the burst is " + burst + ", not 1 or more");
    requireRate(turns, per);
    this.turns = turns;
    this.period = per.toNanos();
    this.burst = burst;
  }

  private static void requireRate(int turns, Duration per) {
    if (turns < 1 || !per.isPositive() || per.compareTo(Clock.FOREVER) > 0) {
      throw new IllegalArgumentException(
          "a rate must be at least 1 in a positive time of 100 years at most, but is "
              + turns
              + " in "
              + per);
    }
  }

  /** Takes {@code n} turns in a row if the last of them is due; for when nobody waits. */
  boolean tryTake(int n, long now) {
    if (isIdle(now)) beginAt(now);
    if (due(n) - now > 0) return false;
    take(n);
    return true;
  }

  /** Whether a new schedule would do the same: nothing is owed to it, nor by it. */
  boolean isIdle(long now) {
    return !begun || now - next > owed;
  }

  /** Drops what has been saved up beyond the burst, where nobody is there to take it. */
  void dropSavings(long now) {
    if (begun && isIdle(now)) beginAt(now);
  }

  private void beginAt(long now) {
    begun = true;
    next = now;
    remainder = 0;
    owed = 0;
  }

  /**
   * Notes how late the timer is for one who waited for {@code n} turns. The schedule may lag behind
   * by that, but not by more than {@code most}.
   */
  void late(int n, long now, long most) {
    long late = now - (next + span(n - 1));
    if (late > most) next += late - most;
    owed = Math.clamp(late, 0, most);
  }

  /**
   * Notes that one who waited runs again, whose turn was {@code due}: the schedule may lag behind
   * by the time since, but not by more than {@code most}.
   */
  void back(long due, long now, long most) {
    owed = Math.clamp(now - due, owed, most);
  }

  /** When the last of {@code n} turns in a row is due. */
  long due(int n) {
    return next + span(n - burst);
  }

  void take(int n) {
    long whole = span(n);
    remainder = Math.floorMod(fraction(n), turns);
    next += whole;
  }

  /** The whole nanoseconds from {@code next} to {@code n} turns later. */
  private long span(long n) {
    long interval = period / turns;
    boolean tooLong = Math.abs((double) n) * interval > LONGEST;
    if (tooLong) return n < 0 ? -LONGEST : LONGEST;
    return n * interval + Math.floorDiv(fraction(n), turns);
  }

  private long fraction(long n) {
    return remainder + n * (period % turns);
  }

  /** Another rate from now on: what is left to wait is as many turns as before. */
  void setRate(int newTurns, Duration newPer, long now) {
    requireRate(newTurns, newPer);
    long newPeriod = newPer.toNanos();
    if (begun) {
      var fractions = // of 1 / newTurns nanoseconds, that the next turn is away
          BigInteger.valueOf(next - now)
              .multiply(BigInteger.valueOf(turns))
              .add(BigInteger.valueOf(remainder))
              .multiply(BigInteger.valueOf(newPeriod));
      var divisor = BigInteger.valueOf(period);
      var away = fractions.subtract(fractions.mod(divisor)).divide(divisor);
      var one = BigInteger.valueOf(newTurns);
      var rest = away.mod(one);
      var whole = away.subtract(rest).divide(one);
      boolean tooLong = whole.abs().bitLength() > 62 || Math.abs(whole.longValue()) > LONGEST;
      next = now + (tooLong ? whole.signum() * LONGEST : whole.longValue());
      remainder = rest.longValue();
    }
    turns = newTurns;
    period = newPeriod;
  }

  @Override
  public String toString() {
    return turns + " in " + Duration.ofNanos(period);
  }
}
