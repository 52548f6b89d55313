package weft.internal.kit;

import java.util.concurrent.ThreadFactory;

/**
 * A source of threads, for an environment, that tries out schedules: it is told of the moments at
 * which another task could have run first. Called on the thread that it is about.
 */
public interface Explorer extends ThreadFactory {
  /** A suspension point begins, and has changed nothing yet. May let other tasks run. */
  void checkpoint();

  /** A task was told that it is cancelled, which it still is, and ended as if it were not. */
  void swallowed(String task, String reason);
}
