package weft.internal.loop;

import java.util.concurrent.ThreadFactory;

/** Gives threads their seats. */
public sealed interface Seating permits Dispatcher, Outside {
  /** A seat for {@code work}, with a thread that isn't started: {@code threads} may make it. */
  Seat seat(Runnable work, ThreadFactory threads);
}
