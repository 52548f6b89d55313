package weft.internal.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A step of an event loop that was too long has ended. */
@Name("weft.SlowStep")
@Label("Slow Step")
@Description("A step of an event loop that was too long has ended")
@Category("Weft")
@StackTrace(false)
final class SlowStepEvent extends Event {
  private static final SlowStepEvent PROBE = new SlowStepEvent();

  @Label("Loop")
  @Nullable String loop;

  @Label("Step")
  @Nullable String step;

  @Label("Thread Id")
  long id;

  @Label("Took")
  @Timespan
  long took;

  /** Whether anybody records these. */
  static boolean isRecorded() {
    return PROBE.isEnabled();
  }

  static void record(String loop, String step, long id, long nanos) {
    var event = new SlowStepEvent();
    event.loop = loop;
    event.step = step;
    event.id = id;
    event.took = nanos;
    event.commit();
  }
}
