package weft;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Word of a task's end that can be taken back, for those who wait for one of several things. */
public final class TaskWatch {
  private TaskWatch() {}

  /**
   * Calls {@code callback} with the outcome of {@code task}, like {@link Task#onDone}, unless the
   * registration is closed before: then nothing of it is kept. To watch a task is not to look at
   * how it ended: see {@link Task#outcome}.
   */
  public static <T extends @Nullable Object> Registration watch(
      Task<T> task, Consumer<? super Outcome<T>> callback) {
    var completion = ((TaskStrand<T>) task).completion();
    var guarded = Callbacks.guarded("a watcher of " + task, callback);
    completion.onDone(guarded);
    return () -> completion.forget(guarded);
  }
}
