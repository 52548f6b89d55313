package weft.crawl;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long answers took, as a histogram with eight buckets for each doubling: what is read from it
 * is right to a tenth. Many tasks add to it at once.
 */
final class Latencies {
  private static final int STEPS = 3; // powers of two in a doubling
  private static final int MASK = (1 << STEPS) - 1;
  private static final int FIRST = 10; // below 2^10 ns all are alike
  private static final int LAST = 40; // so are those above 2^40 ns, 18 minutes
  private static final int BUCKETS = (LAST - FIRST) << STEPS;

  private final LongAdder[] counts = new LongAdder[BUCKETS];

  Latencies() {
    for (int i = 0; i < BUCKETS; i++) counts[i] = new LongAdder();
  }

  void add(Duration time) {
    counts[bucket(time.toNanos())].increment();
  }

  /** All counts until now; the difference of two is the histogram of the time between. */
  long[] counts() {
    var sums = new long[BUCKETS];
    for (int i = 0; i < BUCKETS; i++) sums[i] = counts[i].sum();
    return sums;
  }

  static int bucket(long nanos) {
    long within = Math.clamp(nanos, 1L << FIRST, (1L << LAST) - 1);
    int power = 63 - Long.numberOfLeadingZeros(within);
    int step = (int) (within >>> (power - STEPS)) & MASK;
    return ((power - FIRST) << STEPS) + step;
  }

  /** The time below which {@code part} of all is, from 0 to 1; zero if there are none. */
  static Duration quantile(long[] counts, double part) {
    long all = 0;
    for (long count : counts) all += count;
    long left = Math.max(1, (long) Math.ceil(all * part));
    for (int i = 0; i < BUCKETS; i++) {
      left -= counts[i];
      if (left <= 0) return middle(i);
    }
    return Duration.ZERO;
  }

  private static Duration middle(int bucket) {
    int power = FIRST + (bucket >> STEPS);
    long width = 1L << (power - STEPS);
    long step = bucket & MASK;
    return Duration.ofNanos((1L << power) + width * step + width / 2);
  }
}
