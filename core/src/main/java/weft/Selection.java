package weft;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tasks in the order in which they end. */
final class Selection<T extends @Nullable Object> implements Iterator<Task<T>> {
  private final ArrayDeque<TaskStrand<T>> ended = new ArrayDeque<>(); // guarded by itself
  private final WaitQueue<Suspension> waiting = new WaitQueue<>(); // guarded by ended
  private final List<TaskStrand<T>> tasks;
  private final List<Consumer<Outcome<T>>> callbacks = new ArrayList<>();
  private int left;

  @SuppressWarnings("unchecked") // a task only gives what it is of
  Selection(Collection<? extends Task<? extends T>> tasks) {
    left = tasks.size();
    this.tasks = tasks.stream().map(task -> (TaskStrand<T>) task).toList();
    for (var task : this.tasks) {
      Consumer<Outcome<T>> callback = outcome -> add(task);
      callbacks.add(callback);
      task.completion().onDone(callback);
    }
  }

  /** The first to end; leaves nothing on the others, which may be waited for again and again. */
  static <T extends @Nullable Object> Task<T> first(Collection<? extends Task<? extends T>> tasks) {
    var selection = new Selection<T>(tasks);
    try {
      return selection.next();
    } finally {
      selection.close();
    }
  }

  private void close() {
    for (int i = 0; i < callbacks.size(); i++) {
      tasks.get(i).completion().forget(callbacks.get(i));
    }
  }

  private void add(TaskStrand<T> task) {
    @Nullable Suspension next;
    synchronized (ended) {
      ended.add(task);
      next = waiting.poll();
    }
    if (next != null) {
      var unused = next.resume();
    }
  }

  @Override
  public boolean hasNext() {
    return left > 0;
  }

  @Override
  public Task<T> next() {
    if (left == 0) throw new NoSuchElementException("all tasks have been returned");
    Weft.checkpoint();
    while (true) {
      Suspension wait;
      synchronized (ended) {
        var task = ended.poll();
        if (task != null) {
          left--;
          task.observe(); // not before: those never returned are nobody's
          return task;
        }
        wait = new Suspension("the next task to end");
        waiting.add(wait);
      }
      try {
        wait.await();
      } catch (CancelledError e) {
        synchronized (ended) {
          waiting.remove(wait);
        }
        throw e;
      }
    }
  }
}
