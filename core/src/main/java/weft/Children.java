package weft;

import java.util.ArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import weft.internal.lock.SpinLock;

/**
 * The tasks of a scope that have not ended, and the wait for their end.
 *
 * <p>A list threaded through the tasks themselves, under a spin lock that is held for a few
 * instructions: tasks end in droves, and a monitor would have the JVM unmount each that meets
 * another. The scope's body counts as one task.
 */
final class Children extends SpinLock {
  private @Nullable TaskStrand<?> first;
  private int tasks = 1;
  private int background;
  private boolean over;
  private @Nullable Suspension joiner;

  /** Adds a task; false if the scope has ended. */
  boolean add(TaskStrand<?> task) {
    lock();
    try {
      if (!over) link(task);
      return !over;
    } finally {
      unlock(); // also where the stack overflows
    }
  }

  private void link(TaskStrand<?> task) {
    boolean inBackground = task.isBackground(); // a call, for which the stack may have no room
    task.next = first;
    if (first != null) first.previous = task;
    first = task;
    if (inBackground) background++;
    else tasks++;
  }

  /** Takes out a task that has ended, or could not be started, unless it was before. */
  void remove(TaskStrand<?> task) {
    @Nullable Suspension woken;
    lock();
    try {
      woken = unlink(task);
    } finally {
      unlock();
    }
    if (woken != null) {
      var unused = woken.resume();
    }
  }

  private @Nullable Suspension unlink(TaskStrand<?> task) {
    boolean inBackground = task.isBackground();
    var before = task.previous;
    var after = task.next;
    if (before == null && first != task) return null;
    if (before == null) first = after;
    else before.next = after;
    if (after != null) after.previous = before;
    task.previous = null;
    task.next = null;
    if (inBackground) return --background == 0 && over ? joiner : null;
    if (--tasks > 0) return null;
    over = true;
    return joiner;
  }

  /** Called by the owner when the body has ended: waits for all but the background tasks. */
  void joinTasks(Strand owner, Scope scope) {
    var wait = new Suspension(owner, scope);
    lock();
    over = --tasks == 0;
    boolean ended = over;
    joiner = wait;
    unlock();
    if (!ended) wait.awaitUncancellably();
  }

  /** Called by the owner after {@link #joinTasks}: ends the background tasks. */
  void endBackground(Strand owner, Scope scope) {
    if (background == 0) return; // what was seen after the others' end can only have fallen
    var wait = new Suspension(owner, scope);
    lock();
    boolean none = background == 0;
    joiner = wait;
    unlock();
    if (none) return;
    forEach(child -> {
      var unused = child.cancel(Cancellation.requested("the other tasks have ended"));
    });
    wait.awaitUncancellably();
  }

  /** Calls {@code visitor} with each, outside of the lock. */
  void forEach(Consumer<? super Strand> visitor) {
    var all = new ArrayList<Strand>();
    lock();
    try {
      for (var task = first; task != null; task = task.next) all.add(task);
    } finally {
      unlock(); // also where there is no memory for the copy
    }
    all.reversed().forEach(visitor); // in the order in which they were started
  }
}
