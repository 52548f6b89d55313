package weft.resilience;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import weft.Action;
import weft.CancelledError;
import weft.Clock;
import weft.Environment;

/**
 * How long to wait, again and again: between attempts ({@link Retry#of}), or between the runs of a
 * periodic job ({@link #repeat}).
 *
 * <p>A schedule is a value: immutable, made from others, and to be shared. Who goes through one
 * does so by a {@link ScheduleRun} of its own. Without a limit a schedule goes on for ever. Times
 * are those of the environment's {@link Clock}, and cut to {@link Clock#FOREVER}.
 *
 * <pre>{@code
 * var schedule = Schedule.exponential(Duration.ofMillis(100)).jitter(0.3).times(5)
 *     .then(Schedule.fixed(Duration.ofMinutes(1)))
 *     .within(Duration.ofHours(1));
 * }</pre>
 *
 * <p>Source: the combinators are those of ZIO's {@code Schedule}, without its inputs and outputs.
 */
public final class Schedule {
  private static final Supplier<RandomGenerator> RANDOM = ThreadLocalRandom::current;

  private final Delays.Start start;

  private Schedule(Delays.Start start) {
    this.start = start;
  }

  /** The same wait each time. */
  public static Schedule fixed(Duration delay) {
    long nanos = notNegative(delay);
    return new Schedule(clock -> () -> nanos);
  }

  /**
   * Waits until the next multiple of {@code period} since the beginning: a fixed rate, whatever the
   * work between two waits takes. Multiples that have passed meanwhile are left out.
   */
  public static Schedule every(Duration period) {
    long nanos = positive(period);
    return new Schedule(clock -> Delays.every(nanos, clock));
  }

  /** {@code first}, then twice that, and so on. */
  public static Schedule exponential(Duration first) {
    return exponential(first, 2);
  }

  /**
   * {@code first}, then each wait {@code factor} times the one before.
   *
   * @param factor at least 1
   */
  public static Schedule exponential(Duration first, double factor) {
    if (!(factor >= 1 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("the factor must be at least 1, but is " + factor);
    }
    long nanos = notNegative(first);
    return new Schedule(clock -> Delays.exponential(nanos, factor));
  }

  /** {@code first}, {@code first} again, and then each wait the sum of the two before. */
  public static Schedule fibonacci(Duration first) {
    long nanos = notNegative(first);
    return new Schedule(clock -> Delays.fibonacci(nanos));
  }

  /** Random waits that grow; see {@link #decorrelatedJitter(Duration, Duration, Supplier)}. */
  public static Schedule decorrelatedJitter(Duration first, Duration longest) {
    return decorrelatedJitter(first, longest, RANDOM);
  }

  /**
   * Each wait at random between {@code first} and three times the one before, but at most {@code
   * longest}: spreads those who failed together more than {@link #jitter} does.
   *
   * <p>Source: Marc Brooker, "Exponential Backoff and Jitter".
   *
   * @param random asked once for each run
   */
  public static Schedule decorrelatedJitter(
      Duration first, Duration longest, Supplier<? extends RandomGenerator> random) {
    long from = positive(first);
    long to = notNegative(longest);
    Objects.requireNonNull(random, "random");
    return new Schedule(clock -> Delays.decorrelated(from, to, random.get()));
  }

  /** What {@code delay} makes of the number of the wait, from 1; a negative one is none. */
  public static Schedule of(LongFunction<Duration> delay) {
    Objects.requireNonNull(delay, "delay");
    return new Schedule(clock -> Delays.numbered(delay));
  }

  /**
   * Waits for the minutes that a line of {@code crontab} names, by the clocks of {@code zone}.
   *
   * <p>The five fields are minute (0 to 59), hour (0 to 23), day of the month (1 to 31), month (1
   * to 12, or JAN to DEC) and day of the week (0 to 7, or SUN to SAT; 0 and 7 are Sunday). A field
   * is a list, parted by commas, of {@code *}, a number, or a range {@code a-b}, where the first
   * and the last may be followed by a step {@code /n}. If neither of the two day fields begins with
   * a star, a day matches that matches one of them; else it has to match both.
   *
   * <p>Where clocks are set forward, what falls into the hour that is left out is due at its end,
   * once; where they are set back, it is due the first time only. This is for lines with certain
   * hours: one whose hours begin with a star goes by elapsed time.
   *
   * <p>Source: Vixie's cron. It has neither its nicknames ({@code @daily}) nor seconds.
   *
   * @throws IllegalArgumentException if that is no such line, or one of no day that ever comes
   */
  public static Schedule cron(String line, ZoneId zone) {
    var cron =
        Cron.parse(Objects.requireNonNull(line, "line"), Objects.requireNonNull(zone, "zone"));
    return new Schedule(clock ->
        () -> {
          var now = clock.now();
          return Delays.nanos(Duration.between(now, cron.after(now)));
        });
  }

  /** Ends after {@code count} waits. */
  public Schedule times(long count) {
    if (count < 0) throw new IllegalArgumentException("a negative number of waits: " + count);
    return new Schedule(clock -> Delays.limited(start.begin(clock), count));
  }

  /** Ends where the next wait would last longer than {@code total} from the beginning. */
  public Schedule within(Duration total) {
    long nanos = notNegative(total);
    return new Schedule(clock -> Delays.within(start.begin(clock), nanos, clock));
  }

  /** Waits no longer than {@code limit}. */
  public Schedule maxDelay(Duration limit) {
    long nanos = notNegative(limit);
    return new Schedule(clock -> {
      var delays = start.begin(clock);
      return () -> Math.min(nanos, delays.next());
    });
  }

  /** Makes each wait shorter by chance; see {@link #jitter(double, Supplier)}. */
  public Schedule jitter(double part) {
    return jitter(part, RANDOM);
  }

  /**
   * Makes each wait shorter by a random part, so that those who failed together don't come back
   * together.
   *
   * @param part the largest part, from 0 (none) to 1 (any wait down to nothing)
   * @param random asked once for each run; one with a seed makes waits that can be foretold
   */
  public Schedule jitter(double part, Supplier<? extends RandomGenerator> random) {
    requirePart(part);
    Objects.requireNonNull(random, "random");
    return new Schedule(clock -> Delays.jittered(start.begin(clock), part, random.get()));
  }

  /** This schedule, and when it has ended {@code next}, whose time begins only then. */
  public Schedule then(Schedule next) {
    var second = next.start;
    return new Schedule(clock -> DelayPairs.then(start.begin(clock), second, clock));
  }

  /** Goes on as long as both do, with the longer of their waits. */
  public Schedule and(Schedule other) {
    var second = other.start;
    return new Schedule(clock -> DelayPairs.and(start.begin(clock), second.begin(clock)));
  }

  /** Goes on as long as one of them does, with the shorter of their waits. */
  public Schedule or(Schedule other) {
    var second = other.start;
    return new Schedule(clock -> DelayPairs.or(start.begin(clock), second.begin(clock)));
  }

  /** Begins to go through this schedule, now, on the caller's clock. */
  public ScheduleRun start() {
    var clock = Environment.current().clock();
    return new ScheduleRun(start.begin(clock));
  }

  /**
   * Waits, runs {@code job}, and so on until the schedule ends: a periodic job. Each wait is
   * counted from the end of the run before, but for those of {@link #every} and {@link #cron}.
   *
   * @throws X what a run throws, which ends it
   * @throws CancelledError if the caller is cancelled
   */
  public <X extends Throwable> void repeat(Action<X> job) throws X {
    var run = start();
    while (run.await()) job.run();
  }

  static double requirePart(double part) {
    if (part >= 0 && part <= 1) return part;
    throw new IllegalArgumentException("the jitter must be from 0 to 1, but is " + part);
  }

  static long notNegative(Duration delay) {
    if (Objects.requireNonNull(delay, "time").isNegative())
      throw new IllegalArgumentException("a negative time: " + delay);
    return Delays.nanos(delay);
  }

  static long positive(Duration time) {
    if (!Objects.requireNonNull(time, "time").isPositive())
      throw new IllegalArgumentException("not a positive time: " + time);
    return Delays.nanos(time);
  }
}
