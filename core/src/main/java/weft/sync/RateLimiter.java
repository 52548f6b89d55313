package weft.sync;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import weft.CancelledError;
import weft.Clock;
import weft.Environment;
import weft.Suspension;
import weft.WaitQueue;
import weft.Weft;

/**
 * Limits how many may start in a period of time.
 *
 * <p>Turns lie at even distances on a schedule; one who waits gets the next turn, in the order in
 * which they came. The schedule is exact, whatever the rate: a timer that is late delays a turn but
 * not those after it. After a pause the schedule begins anew; only a limiter with a burst lets some
 * go at once then.
 *
 * <p>It works on the clock of the first task that uses it.
 *
 * <p>Source: the generic cell rate algorithm, with a queue instead of a refusal.
 */
public final class RateLimiter {
  /** How far the schedule may lag behind: what a late timer may catch up on at once. */
  private static final long MOST_LATE = Duration.ofMillis(100).toNanos();

  private final long turns;
  private final long period;
  private final long tolerance; // nanoseconds by which a turn may be early: the burst
  private final WaitQueue<Suspension> waiting = new WaitQueue<>();
  private @Nullable Clock clock;
  private boolean begun;
  private long next; // when the next turn is due
  private long remainder; // of it, in 1 / turns nanoseconds: no rate is rounded

  private RateLimiter(int turns, Duration per, int burst) {
    if (turns < 1 || per.isNegative() || per.isZero()) {
      throw new IllegalArgumentException(
          "a rate must be at least 1 in a positive time, but is " + turns + " in " + per);
    }
    if (burst < 1) throw new IllegalArgumentException("the burst is " + burst + ", not 1 or more");
    this.turns = turns;
    this.period = per.toNanos();
    this.tolerance = Math.multiplyExact(burst - 1L, period) / turns;
  }

  /** A smooth limiter: {@code turns} in each period, at even distances. */
  public static RateLimiter of(int turns, Duration per) {
    return new RateLimiter(turns, per, 1);
  }

  /** A limiter that, after a pause, lets {@code burst} go at once. */
  public static RateLimiter bursty(int turns, Duration per, int burst) {
    return new RateLimiter(turns, per, burst);
  }

  /**
   * Waits for the next turn.
   *
   * @throws CancelledError if the caller is cancelled; its turn then goes to the next
   */
  public void acquire() {
    Weft.checkpoint();
    Suspension wait;
    synchronized (this) {
      if (tryTurn()) return;
      wait = new Suspension(this);
      waiting.add(wait);
      if (waiting.size() == 1) setTimer();
    }
    try {
      wait.await();
    } catch (CancelledError e) {
      synchronized (this) {
        waiting.remove(wait);
      }
      throw e;
    }
  }

  /** Takes a turn if one is due and nobody waits. */
  public synchronized boolean tryAcquire() {
    return tryTurn();
  }

  /** How many wait. */
  public synchronized int waiters() {
    return waiting.size();
  }

  private boolean tryTurn() {
    if (!waiting.isEmpty()) return false;
    long now = clock().nanoTime();
    if (!begun || now - next > 0) {
      begun = true;
      next = now;
      remainder = 0;
    }
    if (next - now > tolerance) return false;
    step();
    return true;
  }

  private void step() {
    next += period / turns;
    remainder += period % turns;
    if (remainder >= turns) {
      remainder -= turns;
      next++;
    }
  }

  private void setTimer() {
    var unused = clock().callAt(next - tolerance, this::turn);
  }

  /** Runs on the clock's timer: hands out what is due. */
  private synchronized void turn() {
    long now = clock().nanoTime();
    if (now - next > MOST_LATE) next = now - MOST_LATE;
    while (next - tolerance - now <= 0) {
      var first = waiting.poll();
      if (first == null) return;
      if (first.resume()) step();
    }
    if (!waiting.isEmpty()) setTimer();
  }

  private Clock clock() {
    var c = clock;
    if (c == null) clock = c = Environment.current().clock();
    return c;
  }

  /** Whether nobody waits and a pause has made it forget all turns. */
  synchronized boolean isIdle() {
    return waiting.isEmpty() && (!begun || clock().nanoTime() - next > 0);
  }

  @Override
  public String toString() {
    return "rate limiter of " + turns + " in " + Duration.ofNanos(period);
  }
}
