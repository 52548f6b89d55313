package weft.internal.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A task or a scope was cancelled. */
@Name("weft.Cancel")
@Label("Cancel")
@Description("A task or a scope was cancelled")
@Category("Weft")
@StackTrace(true)
final class CancelEvent extends Event {
  private static final CancelEvent PROBE = new CancelEvent();

  @Label("What")
  @Nullable String what;

  @Label("Task")
  @Nullable String task;

  @Label("Thread Id")
  long id;

  @Label("Reason")
  @Nullable String reason;

  /** Whether anybody records these. */
  static boolean isRecorded() {
    return PROBE.isEnabled();
  }

  static void record(String what, String task, long id, String reason) {
    var event = new CancelEvent();
    event.what = what;
    event.task = task;
    event.id = id;
    event.reason = reason;
    event.commit();
  }
}
