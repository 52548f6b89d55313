package weft;

import java.time.Instant;
import weft.internal.time.TimerThread;

/** The machine's clock, with {@link TimerThread} for its timers. */
final class SystemClock implements Clock {
  static final SystemClock INSTANCE = new SystemClock();

  private SystemClock() {}

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public Timer callAt(long nanoTime, Runnable action) {
    return TimerThread.schedule(nanoTime, action)::cancel;
  }
}
