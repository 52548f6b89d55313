package weft.resilience;

import java.time.Duration;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import weft.Clock;

/**
 * The waits of one who goes through a {@link Schedule}, one after the other, in nanoseconds. Used
 * by one thread at a time, and not asked again after its end.
 */
@FunctionalInterface
interface Delays {
  /** What {@link #next} returns when there are no more. */
  long END = -1;

  /** The next wait, never negative and at most {@link Clock#FOREVER}; or {@link #END}. */
  long next();

  /** How to begin, which is said once for all who do. */
  @FunctionalInterface
  interface Start {
    Delays begin(Clock clock);
  }

  /** The nanoseconds of {@code delay}, as far as a timer goes; none for a negative one. */
  static long nanos(Duration delay) {
    if (delay.isNegative()) return 0;
    return delay.compareTo(Clock.FOREVER) > 0 ? Clock.FOREVER.toNanos() : delay.toNanos();
  }

  /** {@code nanos} times {@code factor}, as far as a timer goes. */
  static long times(long nanos, double factor) {
    return (long) Math.min((double) Clock.FOREVER.toNanos(), nanos * factor);
  }

  static Delays numbered(LongFunction<Duration> delay) {
    return new Delays() {
      private long number;

      @Override
      public long next() {
        return nanos(delay.apply(++number));
      }
    };
  }

  static Delays exponential(long first, double factor) {
    return new Delays() {
      private long delay = first;

      @Override
      public long next() {
        long now = delay;
        delay = times(now, factor);
        return now;
      }
    };
  }

  static Delays fibonacci(long first) {
    return new Delays() {
      private long before;
      private long delay = first;

      @Override
      public long next() {
        long now = delay;
        delay = Math.min(Clock.FOREVER.toNanos(), before + now); // twice that is no overflow
        before = now;
        return now;
      }
    };
  }

  static Delays decorrelated(long first, long longest, RandomGenerator random) {
    return new Delays() {
      private long delay = first;

      @Override
      public long next() {
        long most = Math.max(first, times(delay, 3));
        delay = Math.min(longest, most == first ? first : random.nextLong(first, most));
        return delay;
      }
    };
  }

  /** What is left until the next multiple of {@code period} since the beginning. */
  static Delays every(long period, Clock clock) {
    long start = clock.nanoTime();
    return () -> period - (clock.nanoTime() - start) % period;
  }

  static Delays limited(Delays delays, long count) {
    return new Delays() {
      private long left = count;

      @Override
      public long next() {
        return left-- > 0 ? delays.next() : END;
      }
    };
  }

  static Delays within(Delays delays, long total, Clock clock) {
    long start = clock.nanoTime();
    return () -> {
      long next = delays.next();
      return next > total - (clock.nanoTime() - start) ? END : next;
    };
  }

  static Delays jittered(Delays delays, double part, RandomGenerator random) {
    return () -> {
      long next = delays.next();
      return next <= 0 ? next : next - (long) (next * (part * random.nextDouble()));
    };
  }
}
