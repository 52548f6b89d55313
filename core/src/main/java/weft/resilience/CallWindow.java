package weft.resilience;

import java.util.Arrays;

/** How the last calls went; guarded by the breaker's lock. */
abstract sealed class CallWindow {
  static final int FAILED = 1;
  static final int SLOW = 2;

  private int calls;
  private int failed;
  private int slow;

  /** Notes a call that ended at {@code now} as {@code how} says, some of the bits above. */
  abstract void add(long now, int how);

  final void count(int how, int by) {
    calls += by;
    if ((how & FAILED) != 0) failed += by;
    if ((how & SLOW) != 0) slow += by;
  }

  final void uncount(int calls, int failed, int slow) {
    this.calls -= calls;
    this.failed -= failed;
    this.slow -= slow;
  }

  final int calls() {
    return calls;
  }

  final int failed() {
    return failed;
  }

  final int slow() {
    return slow;
  }

  /** The last so many calls. It grows with them, since windows may be larger than is ever used. */
  static final class Counted extends CallWindow {
    private static final int FIRST = 64;

    private final int size;
    private byte[] last;
    private int next;

    Counted(int size) {
      this.size = Math.min(size, Integer.MAX_VALUE - 8); // no array can be longer
      last = new byte[Math.min(size, FIRST)];
    }

    @Override
    void add(long now, int how) {
      if (calls() == size) count(last[next], -1);
      else if (next == last.length) grow();
      last[next] = (byte) how;
      next = next + 1 == size ? 0 : next + 1;
      count(how, 1);
    }

    private void grow() {
      last = Arrays.copyOf(last, (int) Math.min(size, 2L * last.length));
    }
  }

  /** The calls of the last while, forgotten a tenth at a time. */
  static final class Timed extends CallWindow {
    private static final int PARTS = 10;

    private final int[] calls = new int[PARTS];
    private final int[] failed = new int[PARTS];
    private final int[] slow = new int[PARTS];
    private final long part;
    private final long start;
    private long current; // the number of the part since the start

    Timed(long span, long start) {
      part = Math.max(1, span / PARTS);
      this.start = start;
    }

    @Override
    void add(long now, int how) {
      forget(now);
      int i = (int) (current % PARTS);
      calls[i]++;
      if ((how & FAILED) != 0) failed[i]++;
      if ((how & SLOW) != 0) slow[i]++;
      count(how, 1);
    }

    private void forget(long now) {
      long number = Math.max(current, (now - start) / part);
      for (long n = Math.max(current + 1, number - PARTS + 1); n <= number; n++) {
        int i = (int) (n % PARTS);
        uncount(calls[i], failed[i], slow[i]);
        calls[i] = 0;
        failed[i] = 0;
        slow[i] = 0;
      }
      current = number;
    }
  }
}
