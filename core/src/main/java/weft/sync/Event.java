package weft.sync;

import org.jspecify.annotations.Nullable;
import weft.CancelledError;
import weft.Suspension;
import weft.WaitQueue;
import weft.Weft;
import weft.internal.lock.SpinLock;

/**
 * Something that happens once, and that tasks wait for.
 *
 * <p>There is no {@code clear}: an event that has happened can't un-happen, and whoever waits for
 * one that comes and goes can miss it. For something that is true at times there is {@link
 * Mutex#condition}; for a round after a round, {@link Barrier}, or a new event for each; for an
 * event with a value, {@link weft.Promise}.
 *
 * <p>What happens before {@link #set} is seen after {@link #await}.
 *
 * <p>Source: trio's {@code Event}.
 */
public final class Event {
  private final SpinLock lock = new SpinLock();
  private final WaitQueue<Suspension> waiting = new WaitQueue<>(); // guarded by the lock
  private volatile boolean set; // from false to true, under the lock

  /** An event that has not happened. */
  public Event() {}

  /** Says that it has happened, and wakes all who wait for it; to say it again does nothing. */
  public void set() {
    if (set) return;
    lock.lock();
    try {
      set = true;
    } finally {
      lock.unlock();
    }
    for (var next = next(); next != null; next = next()) {
      boolean unused = next.resume();
    }
  }

  /** One at a time, so that nobody is kept waiting for the lock while thousands are woken. */
  private @Nullable Suspension next() {
    lock.lock();
    try {
      return waiting.poll();
    } finally {
      lock.unlock();
    }
  }

  /** Tells whether it has happened. */
  public boolean isSet() {
    return set;
  }

  /**
   * Waits until it has happened.
   *
   * @throws CancelledError if the caller is cancelled, even if it has happened
   */
  public void await() {
    Weft.checkpoint();
    if (set) return;
    var wait = new Suspension(this);
    lock.lock();
    try {
      if (set) return;
      waiting.add(wait);
    } finally {
      lock.unlock();
    }
    Waits.await(wait, () -> leave(wait));
  }

  private void leave(Suspension wait) {
    lock.lock();
    try {
      waiting.remove(wait);
    } finally {
      lock.unlock();
    }
  }

  /** How many tasks wait. */
  public int waiters() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return (set ? "event that has happened" : "event") + Waits.text(waiters());
  }
}
