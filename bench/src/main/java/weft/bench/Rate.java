package weft.bench;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what many tasks do in a bounded time, of which the first third is for the compiler to warm
 * up in and isn't counted.
 */
public final class Rate {
  private final LongAdder done = new LongAdder();
  private final long begin;
  private final long end;

  /** Begins now. */
  public Rate(Duration time) {
    long now = System.nanoTime();
    begin = now + time.toNanos() / 3;
    end = now + time.toNanos();
  }

  /** Whether the time isn't over. */
  public boolean goesOn() {
    return System.nanoTime() - end < 0;
  }

  /** Counts one that is done. */
  public void count() {
    count(1);
  }

  /** Counts some that are done. */
  public void count(long some) {
    long now = System.nanoTime();
    if (now - begin >= 0 && now - end < 0) done.add(some);
  }

  /** Prints how many there were a second. */
  public void print(String metric) {
    double seconds = (end - begin) / 1e9;
    IO.println(String.format(Locale.ROOT, "@ %s %.0f", metric, done.sum() / seconds));
  }
}
