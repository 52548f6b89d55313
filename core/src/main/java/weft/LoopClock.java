package weft;

import java.time.Instant;
import weft.internal.loop.TimerQueue;

/** The clock of an event loop: the environment's, with its timers in exact order. */
final class LoopClock implements Clock {
  private final Clock base;
  private final TimerQueue timers;

  /**
   * A clock over {@code base}.
   *
   * @param due told of timers that are due when they are set
   */
  LoopClock(Clock base, Runnable due) {
    this.base = base;
    boolean exact = base != SystemClock.INSTANCE; // a clock that jumps to its next timer
    timers = new TimerQueue(new Base(base), exact, due);
  }

  TimerQueue timers() {
    return timers;
  }

  @Override
  public long nanoTime() {
    return base.nanoTime();
  }

  @Override
  public Instant now() {
    return base.now();
  }

  @Override
  public Timer callAt(long nanoTime, Runnable action) {
    return timers.add(nanoTime, action)::cancel;
  }

  private record Base(Clock clock) implements TimerQueue.Base {
    @Override
    public long nanoTime() {
      return clock.nanoTime();
    }

    @Override
    public Runnable callAt(long nanoTime, Runnable action) {
      var alarm = Alarm.set(clock, nanoTime, action);
      return () -> Alarm.cancel(alarm);
    }
  }
}
