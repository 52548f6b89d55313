package weft.internal.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** An event loop is blocked by a step that goes on. */
@Name("weft.BlockedLoop")
@Label("Blocked Loop")
@Description("An event loop is blocked by a step that goes on")
@Category("Weft")
@StackTrace(false)
final class BlockedLoopEvent extends Event {
  private static final BlockedLoopEvent PROBE = new BlockedLoopEvent();

  @Label("Loop")
  @Nullable String loop;

  @Label("Step")
  @Nullable String step;

  @Label("Thread Id")
  long id;

  @Label("So Far")
  @Timespan
  long soFar;

  @Label("At")
  @Nullable String at;

  /** Whether anybody records these. */
  static boolean isRecorded() {
    return PROBE.isEnabled();
  }

  static void record(String loop, String step, long id, long nanos, String at) {
    var event = new BlockedLoopEvent();
    event.loop = loop;
    event.step = step;
    event.id = id;
    event.soFar = nanos;
    event.at = at;
    event.commit();
  }
}
