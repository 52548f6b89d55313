package weft;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Failed tasks of a supervising scope at which nobody has looked yet. They are reported when the
 * scope ends; sooner, where they are many, since a server's scope may never end.
 */
final class Unobserved {
  private static final int MANY = 64;

  private record Failed(TaskStrand<?> task, Throwable error) {
    void report() {
      if (!task.isObserved()) task.environment.report(task.toString(), error);
    }
  }

  private final ArrayDeque<Failed> waiting = new ArrayDeque<>();

  void add(TaskStrand<?> task, Throwable error) {
    if (task.isObserved()) return;
    @Nullable Failed oldest;
    synchronized (waiting) {
      waiting.add(new Failed(task, error));
      oldest = waiting.size() > MANY ? waiting.poll() : null;
    }
    if (oldest != null) oldest.report();
  }

  /** Called when all tasks have ended. */
  void reportAll() {
    waiting.forEach(Failed::report);
    waiting.clear();
  }
}
