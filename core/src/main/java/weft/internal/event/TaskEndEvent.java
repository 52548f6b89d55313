package weft.internal.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A task has ended. */
@Name("weft.TaskEnd")
@Label("Task End")
@Description("A task has ended")
@Category("Weft")
@StackTrace(false)
final class TaskEndEvent extends Event {
  private static final TaskEndEvent PROBE = new TaskEndEvent();

  @Label("Task")
  @Nullable String task;

  @Label("Thread Id")
  long id;

  @Label("Outcome")
  @Nullable String outcome;

  @Label("Reason")
  @Nullable String reason;

  /** Whether anybody records these. */
  static boolean isRecorded() {
    return PROBE.isEnabled();
  }

  static void record(String task, long id, String outcome, @Nullable String reason) {
    var event = new TaskEndEvent();
    event.task = task;
    event.id = id;
    event.outcome = outcome;
    event.reason = reason;
    event.commit();
  }
}
