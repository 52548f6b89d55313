package weft;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A suspension that a timer ends. */
final class Sleep extends Suspension implements Runnable {
  private @Nullable Object alarm;

  private Sleep(Strand strand) {
    super(strand, "a timer");
  }

  /** A sleep that begins now, to be awaited; {@link OutOfLine} tells what the detour is for. */
  static Sleep begin(Duration duration, int detour) {
    if (detour > 0) return begin(duration, detour - 1);
    var strand = Strand.current();
    strand.checkpoint();
    var sleep = new Sleep(strand);
    var clock = strand.environment.clock();
    sleep.alarm = Alarm.set(clock, clock.nanoTimeIn(duration), sleep);
    return sleep;
  }

  /** No sleep at all: lets other tasks run. */
  static void none() {
    var strand = Strand.current();
    strand.checkpoint();
    strand.giveWay();
  }

  @Override
  void onGivenUp() {
    Alarm.cancel(alarm);
  }

  /** Runs on the timer's thread. */
  @Override
  public void run() {
    var unused = resume();
  }
}
