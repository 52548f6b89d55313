package weft;

import java.time.Duration;

/** A suspension that a timer ends. */
final class Sleep extends Suspension implements Runnable {
  private Sleep(Strand strand) {
    super(strand, "a timer");
  }

  static void sleep(Duration duration) {
    var strand = Strand.current();
    strand.checkpoint();
    if (duration.isZero() || duration.isNegative()) {
      Thread.yield();
      return;
    }
    var clock = strand.environment.clock();
    var sleep = new Sleep(strand);
    var alarm = Alarm.set(clock, clock.nanoTimeIn(duration), sleep);
    try {
      sleep.await();
    } catch (CancelledError e) {
      Alarm.cancel(alarm);
      throw e;
    }
  }

  /** Runs on the timer's thread. */
  @Override
  public void run() {
    var unused = resume();
  }
}
