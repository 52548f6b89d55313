package weft.internal.loop;

import org.jspecify.annotations.Nullable;

/** What can stand in a loop's line; in one line once. */
public abstract sealed class Ready permits Seat, Call {
  @Nullable Ready next; // in the line, under its lock

  Ready() {}
}
