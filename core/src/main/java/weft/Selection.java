package weft;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Tasks in the order in which they end. */
final class Selection<T extends @Nullable Object> implements Iterator<Task<T>> {
  private final ArrayDeque<Task<T>> ended = new ArrayDeque<>(); // guarded by itself
  private final WaitQueue<Suspension> waiting = new WaitQueue<>(); // guarded by ended
  private int left;

  Selection(Collection<? extends Task<T>> tasks) {
    left = tasks.size();
    for (var task : tasks) task.onDone(outcome -> add(task));
  }

  private void add(Task<T> task) {
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
