package weft.bench;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what many tasks do in a bounded time, of which the first third is for the compiler to warm
 * up in and isn't counted.
 */
public final class Rate {
  private final LongAdder done = new LongAdder();
  private final AtomicLong spentBefore = new AtomicLong(-1);
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
    if (now - begin < 0 || now - end >= 0) return;
    if (spentBefore.get() < 0) spentBefore.compareAndSet(-1, spent());
    done.add(some);
  }

  /** The processor time of this process, in nanoseconds. */
  private static long spent() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return system instanceof com.sun.management.OperatingSystemMXBean s ? s.getProcessCpuTime() : 0;
  }

  /**
   * Prints how many there were a second, and what each took of this process's processor time, which
   * says more on a machine that has other things to do.
   */
  public void print(String metric) {
    long spent = spent() - spentBefore.get();
    long count = done.sum();
    double seconds = (end - begin) / 1e9;
    IO.println(String.format(Locale.ROOT, "@ %s %.0f", metric, count / seconds));
    IO.println(String.format(Locale.ROOT, "@ cpu-us %.3f", spent / 1e3 / count));
  }
}
