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
  /** To ask whether anybody records these. */
  static final CancelEvent PROBE = new CancelEvent();

  @Label("What")
  @Nullable String what;

  @Label("Task")
  @Nullable String task;

  @Label("Thread Id")
  long id;

  @Label("Reason")
  @Nullable String reason;
}
