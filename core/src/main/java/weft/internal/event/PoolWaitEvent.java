package weft.internal.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A task waited for an object of a pool. */
@Name("weft.PoolWait")
@Label("Pool Wait")
@Description("A task waited for an object of a pool")
@Category("Weft")
@StackTrace(true)
final class PoolWaitEvent extends Event {
  private static final PoolWaitEvent PROBE = new PoolWaitEvent();

  @Label("Pool")
  @Nullable String on;

  /** Whether anybody records these. */
  static boolean isRecorded() {
    return PROBE.isEnabled();
  }

  /** One that begins now. */
  static Timed begin(String on) {
    var event = new PoolWaitEvent();
    event.on = on;
    return new Recorded(event);
  }
}
