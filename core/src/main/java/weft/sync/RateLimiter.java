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

  private final Object lock = new Object(); // not this: the timer's thread takes it
  private final long turns;
  private final long period;
  private final long tolerance; // nanoseconds by which a turn may be early: the burst
  private final WaitQueue<Suspension> waiting = new WaitQueue<>();
  private @Nullable Clock clock;
  private Clock.@Nullable Timer timer;
  private long timers; // how many were set or cleared: the number of the present one
  private boolean begun;
  private boolean retired;
  private long owed; // by how much the timer was late for the last turn that it gave
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
    this.tolerance = (burst - 1L) * (period / turns) + (burst - 1L) * (period % turns) / turns;
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
    boolean unused = acquireUnlessRetired();
  }

  boolean acquireUnlessRetired() {
    Weft.checkpoint();
    Suspension wait;
    synchronized (lock) {
      if (retired) return false;
      if (tryTurn()) return true;
      wait = new Suspension(this);
      waiting.add(wait);
      if (timer == null) setTimer();
    }
    try {
      wait.await();
    } catch (CancelledError e) {
      synchronized (lock) {
        waiting.remove(wait);
        if (waiting.isEmpty()) clearTimer();
      }
      throw e;
    }
    return true;
  }

  /** Takes a turn if one is due and nobody waits. */
  public boolean tryAcquire() {
    synchronized (lock) {
      return tryTurn();
    }
  }

  /** How many wait. */
  public int waiters() {
    synchronized (lock) {
      return waiting.size();
    }
  }

  private boolean tryTurn() {
    if (!waiting.isEmpty()) return false;
    long now = clock().nanoTime();
    if (!begun || now - next > owed) {
      begun = true;
      next = now;
      remainder = 0;
      owed = 0;
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
    long number = ++timers;
    timer = clock().callAt(next - tolerance, () -> turn(number));
  }

  private void clearTimer() {
    timers++;
    if (timer != null) timer.cancel();
    timer = null;
  }

  /** Runs on the clock's timer: hands out what is due. */
  private void turn(long number) {
    synchronized (lock) {
      if (number != timers) return; // cancelled too late, and another is set
      timer = null;
      long now = clock().nanoTime();
      if (now - next > MOST_LATE) next = now - MOST_LATE;
      owed = Math.max(0, now - next);
      while (next - tolerance - now <= 0) {
        var first = waiting.poll();
        if (first == null) return;
        if (first.resume()) step();
      }
      if (!waiting.isEmpty()) setTimer();
    }
  }

  private Clock clock() {
    var c = clock;
    if (c == null) clock = c = Environment.current().clock();
    return c;
  }

  /**
   * Ends it, if nobody waits and a pause has made it forget all turns, so that a new one would do
   * the same: {@link #acquireUnlessRetired} then refuses.
   */
  boolean retire() {
    synchronized (lock) {
      if (!waiting.isEmpty() || (begun && clock().nanoTime() - next <= owed)) return false;
      retired = true;
      return true;
    }
  }

  @Override
  public String toString() {
    return "rate limiter of " + turns + " in " + Duration.ofNanos(period);
  }
}
