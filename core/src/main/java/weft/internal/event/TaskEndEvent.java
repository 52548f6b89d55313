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
  /** To ask whether anybody records these. */
  static final TaskEndEvent PROBE = new TaskEndEvent();

  @Label("Task")
  @Nullable String task;

  @Label("Thread Id")
  long id;

  @Label("Outcome")
  @Nullable String outcome;

  @Label("Reason")
  @Nullable String reason;
}
