package weft.sync;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import weft.CancelledError;
import weft.Clock;
import weft.Environment;
import weft.Suspension;
import weft.WaitQueue;
import weft.Weft;
import weft.internal.event.Events;

/**
 * Limits how many may start in a period of time.
 *
 * <p>Turns lie at even distances on a schedule; one who waits gets the next turn, in the order in
 * which they came. The schedule is exact, whatever the rate: a timer that is late delays a turn but
 * not those after it, nor does the time that a woken task needs until it runs. After a pause the
 * schedule begins anew; only a limiter with a burst lets some go at once then.
 *
 * <p>It works on the clock of the first task that uses it.
 *
 * <p>Source: the generic cell rate algorithm, with a queue instead of a refusal.
 */
public final class RateLimiter {
  /** How far the schedule may lag behind: what may be caught up on at once. */
  private static final long MOST_LATE = Duration.ofMillis(100).toNanos();

  private final Object lock = new Object(); // not this: the timer's thread takes it
  private final Schedule schedule; // guarded by the lock, like the rest
  private final WaitQueue<Waiter> waiting = new WaitQueue<>();
  private @Nullable Clock clock;
  private Clock.@Nullable Timer timer;
  private long timers; // how many were set or cleared: the number of the present one
  private boolean retired;

  /** What comes of an attempt to take turns. */
  enum Answer {
    TAKEN,
    NOT_DUE,
    RETIRED
  }

  private static final class Waiter extends Suspension {
    final int turns;
    long due; // when its turn was; guarded by the lock

    Waiter(Object on, int turns) {
      super(on);
      this.turns = turns;
    }
  }

  private RateLimiter(Schedule schedule) {
    this.schedule = schedule;
  }

  /**
   * A smooth limiter: {@code turns} in each period, at even distances.
   *
   * @throws IllegalArgumentException if that is less than 1, or the period isn't positive
   */
  public static RateLimiter of(int turns, Duration per) {
    return new RateLimiter(new Schedule(turns, per, 1));
  }

  /**
   * A limiter that, after a pause, lets {@code burst} go at once.
   *
   * @throws IllegalArgumentException if one is less than 1, or the period isn't positive
   */
  public static RateLimiter bursty(int turns, Duration per, int burst) {
    return new RateLimiter(new Schedule(turns, per, burst));
  }

  /**
   * Waits for the next turn.
   *
   * @throws CancelledError if the caller is cancelled; its turn then goes to the next
   */
  public void acquire() {
    acquireMany(1);
  }

  /**
   * Waits for {@code turns} in a row, and returns when the last is due: for what counts more than
   * once, such as bytes. Those who come later wait behind. It may be more than the burst.
   *
   * @throws IllegalArgumentException if that is less than 1
   * @throws CancelledError if the caller is cancelled; its turns then go to the next
   */
  public void acquireMany(int turns) {
    var unused = take(turns, true);
  }

  /** Takes a turn if one is due and nobody waits. */
  public boolean tryAcquire() {
    return tryAcquireMany(1);
  }

  /**
   * Takes {@code turns} in a row if the last of them is due and nobody waits.
   *
   * @throws IllegalArgumentException if that is less than 1
   */
  public boolean tryAcquireMany(int turns) {
    return take(turns, false) == Answer.TAKEN;
  }

  /** Takes turns, waiting for them if {@code patient}. */
  Answer take(int turns, boolean patient) {
    if (turns < 1) throw new IllegalArgumentException("one can take 1 turn or more, not " + turns);
    if (patient) Weft.checkpoint();
    Waiter wait;
    synchronized (lock) {
      if (retired) return Answer.RETIRED;
      if (waiting.isEmpty() && schedule.tryTake(turns, clock().nanoTime())) return Answer.TAKEN;
      if (!patient) return Answer.NOT_DUE;
      wait = new Waiter(this, turns);
      waiting.add(wait);
      if (timer == null) setTimer(wait);
    }
    var event = Events.rateLimitWait(this);
    try {
      Waits.await(wait, () -> leave(wait));
    } finally {
      event.end();
    }
    synchronized (lock) {
      schedule.back(wait.due, clock().nanoTime(), MOST_LATE);
    }
    return Answer.TAKEN;
  }

  /**
   * Changes the rate, also for those who wait: what is left to wait is as many turns as before, in
   * the new rate. The burst stays.
   *
   * @throws IllegalArgumentException if {@code turns} is less than 1, or the period isn't positive
   */
  public void setRate(int turns, Duration per) {
    synchronized (lock) {
      long now = clock == null ? 0 : clock.nanoTime(); // without a clock nothing has begun
      if (waiting.isEmpty()) schedule.dropSavings(now);
      schedule.setRate(turns, per, now);
      resetTimer();
    }
  }

  /** How many tasks wait. */
  public int waiters() {
    synchronized (lock) {
      return waiting.size();
    }
  }

  private void leave(Waiter wait) {
    synchronized (lock) {
      boolean first = waiting.peek() == wait;
      if (!waiting.remove(wait) || !first) return;
      unclaimed(wait);
      resetTimer();
    }
  }

  /** While one waits for many turns, the time since the last is saved up for it alone. */
  private void unclaimed(Waiter left) {
    if (left.turns > 1) schedule.dropSavings(clock().nanoTime());
  }

  private void resetTimer() {
    timers++;
    if (timer != null) timer.cancel();
    timer = null;
    var first = waiting.peek();
    if (first != null) setTimer(first);
  }

  private void setTimer(Waiter first) {
    long number = ++timers;
    var set = clock().callAt(schedule.due(first.turns), () -> turn(number));
    if (number == timers) timer = set; // else the clock has run it already, within the call
  }

  /** Runs on the clock's timer: hands out what is due. */
  private void turn(long number) {
    synchronized (lock) {
      var first = waiting.peek();
      if (number != timers || first == null) return; // cancelled too late
      timer = null;
      timers++;
      long now = clock().nanoTime();
      schedule.late(first.turns, now, MOST_LATE);
      while (first != null && schedule.due(first.turns) - now <= 0) {
        waiting.remove(first);
        first.due = schedule.due(first.turns);
        if (first.resume()) schedule.take(first.turns);
        else unclaimed(first);
        first = waiting.peek();
      }
      if (first != null) setTimer(first);
    }
  }

  private Clock clock() {
    var c = clock;
    if (c == null) clock = c = Environment.current().clock();
    return c;
  }

  /**
   * Ends it, if nobody waits and a pause has made it forget all turns, so that a new one would do
   * the same: {@link #take} then refuses.
   */
  boolean retire() {
    synchronized (lock) {
      retired = retired || (waiting.isEmpty() && schedule.isIdle(clock().nanoTime()));
      return retired;
    }
  }

  /** Takes {@link #retire} back. */
  RateLimiter revive() {
    synchronized (lock) {
      retired = false;
      return this;
    }
  }

  @Override
  public String toString() {
    synchronized (lock) {
      return "rate limiter of " + schedule + Waits.text(waiting.size());
    }
  }
}
