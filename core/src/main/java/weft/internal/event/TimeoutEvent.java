package weft.internal.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A deadline passed, and what ran under it was cancelled. */
@Name("weft.Timeout")
@Label("Timeout")
@Description("A deadline passed, and what ran under it was cancelled")
@Category("Weft")
@StackTrace(false)
final class TimeoutEvent extends Event {
  private static final TimeoutEvent PROBE = new TimeoutEvent();

  @Label("Task")
  @Nullable String task;

  @Label("Thread Id")
  long id;

  /** Whether anybody records these. */
  static boolean isRecorded() {
    return PROBE.isEnabled();
  }

  static void record(String task, long id) {
    var event = new TimeoutEvent();
    event.task = task;
    event.id = id;
    event.commit();
  }
}
