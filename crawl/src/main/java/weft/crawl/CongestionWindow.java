package weft.crawl;

import java.time.Duration;
import java.util.Arrays;

/**
 * How many requests at once a host takes well, learned from its answers: a congestion window as
 * TCP's (additive increase, multiplicative decrease), with the delay for a signal as in TCP Vegas.
 *
 * <p>It begins with two and doubles with each round of answers as long as the host is well. A round
 * whose median takes more than twice as long as the best one did, and 50 ms more, makes the window
 * smaller by a quarter; a 429, a 503 or a time-out halves it. After the first of these it grows by
 * one a round. What was sent before the window shrank doesn't count against it.
 *
 * <p>A host that is as slow with one request at a time has become slower for good: that round is
 * the best then. For many threads; takes no time from any clock.
 */
final class CongestionWindow {
  private static final int FIRST = 2;
  private static final int SHORTEST_ROUND = 4;
  private static final double TOLERANCE = 2;
  private static final double SLACK = (double) Duration.ofMillis(50).toNanos();

  private final int most;
  private double size; // guarded by this, like all that follows
  private boolean steep = true;
  private double best = Double.MAX_VALUE;
  private long[] round;
  private int answers;
  private int stale;

  /** A window of at most so many. */
  CongestionWindow(int most) {
    this.most = most;
    this.size = Math.min(FIRST, most);
    this.round = new long[SHORTEST_ROUND];
  }

  synchronized int size() {
    return (int) size;
  }

  /**
   * Hears of an answer.
   *
   * @param time how long it took
   * @param refused whether the host said, or showed by none in time, that it has too much to do
   * @param others how many requests are under way
   */
  synchronized void answered(Duration time, boolean refused, int others) {
    if (stale > 0) {
      stale--;
    } else if (refused) {
      shrink(0.5, others);
    } else {
      round[answers++] = time.toNanos();
      if (answers == round.length) judge(others);
    }
  }

  private void judge(int others) {
    Arrays.sort(round);
    double median = (double) round[round.length / 2];
    boolean slow = median > best * TOLERANCE + SLACK;
    if (slow && size() > 1) {
      shrink(0.75, others);
      return;
    }
    best = slow ? median : Math.min(best, median);
    size = Math.min(most, steep ? size * 2 : size + 1);
    begin();
  }

  private void shrink(double factor, int others) {
    steep = false;
    size = Math.max(1, size * factor);
    stale = others;
    begin();
  }

  private void begin() {
    answers = 0;
    round = new long[Math.max(SHORTEST_ROUND, (int) size)];
  }
}
