package weft.internal.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A task was started, by the thread and at the place that the event is from. */
@Name("weft.TaskStart")
@Label("Task Start")
@Description("A task was started, by the thread and at the place that the event is from")
@Category("Weft")
@StackTrace(true)
final class TaskStartEvent extends Event {
  private static final TaskStartEvent PROBE = new TaskStartEvent();

  @Label("Task")
  @Nullable String task;

  @Label("Thread Id")
  long id;

  @Label("Lives In")
  @Nullable String in;

  /** Whether anybody records these. */
  static boolean isRecorded() {
    return PROBE.isEnabled();
  }

  static void record(String task, long id, String in) {
    var event = new TaskStartEvent();
    event.task = task;
    event.id = id;
    event.in = in;
    event.commit();
  }
}
