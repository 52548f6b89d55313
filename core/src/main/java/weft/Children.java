package weft;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a scope that have not ended, and the wait for their end.
 *
 * <p>A list threaded through the tasks themselves, under this object's lock, which is held for a
 * few instructions only. The scope's body counts as one task.
 */
final class Children {
  private @Nullable TaskStrand<?> first;
  private int tasks = 1;
  private int background;
  private boolean over;
  private @Nullable Suspension joiner;

  /** Adds a task; false if the scope has ended. */
  synchronized boolean add(TaskStrand<?> task) {
    if (over) return false;
    task.next = first;
    if (first != null) first.previous = task;
    first = task;
    if (task.isBackground()) background++;
    else tasks++;
    return true;
  }

  /** Takes out a task that has ended. */
  void remove(TaskStrand<?> task) {
    var woken = unlink(task);
    if (woken != null) {
      var unused = woken.resume();
    }
  }

  private synchronized @Nullable Suspension unlink(TaskStrand<?> task) {
    var before = task.previous;
    var after = task.next;
    if (before == null) first = after;
    else before.next = after;
    if (after != null) after.previous = before;
    task.previous = null;
    task.next = null;
    if (task.isBackground()) return --background == 0 && over ? joiner : null;
    if (--tasks > 0) return null;
    over = true;
    return joiner;
  }

  /** Called by the owner when the body has ended: waits for all but the background tasks. */
  void joinTasks(Strand owner, Scope scope) {
    Suspension wait;
    synchronized (this) {
      if (--tasks == 0) {
        over = true;
        return;
      }
      joiner = wait = new Suspension(owner, scope);
    }
    wait.awaitUncancellably();
  }

  /** Called by the owner after {@link #joinTasks}: ends the background tasks. */
  void endBackground(Strand owner, Scope scope) {
    Suspension wait;
    synchronized (this) {
      if (background == 0) return;
      joiner = wait = new Suspension(owner, scope);
    }
    forEach(child -> {
      var unused = child.cancel(Cancellation.requested("the other tasks have ended"));
    });
    wait.awaitUncancellably();
  }

  /** Calls {@code visitor} with each, outside of the lock. */
  void forEach(Consumer<? super Strand> visitor) {
    TaskStrand<?>[] all;
    synchronized (this) {
      int size = 0;
      for (var task = first; task != null; task = task.next) size++;
      all = new TaskStrand<?>[size];
      for (var task = first; task != null; task = task.next) all[--size] = task;
    }
    for (var task : all) visitor.accept(task);
  }
}
