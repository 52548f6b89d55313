package weft.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import weft.CancelledError;
import weft.Suspension;
import weft.WaitQueue;
import weft.internal.lock.SpinLock;

/**
 * A number of permits, and the line of those who wait for some: what {@link Semaphore} and {@link
 * Mutex} are made of.
 *
 * <p>While nobody waits, one compare-and-set takes or gives. While somebody does, all goes through
 * a lock, and a permit that comes free goes to the first in line without being free in between.
 */
final class Permits {
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Permits.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Object shown; // what the waiters are seen to wait for
  private final SpinLock lock = new SpinLock();
  private final WaitQueue<Waiter> waiting = new WaitQueue<>(); // guarded by the lock

  /** The free permits; their complement while somebody waits, and then guarded by the lock. */
  private volatile int state;

  /** One who waits for a number of permits. */
  static class Waiter extends Suspension {
    final int wanted;

    Waiter(Object on, int wanted) {
      super(on);
      this.wanted = wanted;
    }
  }

  Permits(Object shown, int free) {
    this.shown = shown;
    state = free;
  }

  /** Permits that nobody has. They may be too few for the first in line. */
  int free() {
    int s = state;
    return s < 0 ? ~s : s;
  }

  int waiters() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** Takes {@code n} if they are free and nobody waits. */
  boolean tryTake(int n) {
    for (int s = state; s >= n; s = state) {
      if (STATE.compareAndSet(this, s, s - n)) return true;
    }
    return false;
  }

  /** Takes the only one there is, if it is free and nobody waits. */
  boolean tryTakeOnly() {
    return STATE.compareAndSet(this, 1, 0);
  }

  /** Gives the only one back. */
  void giveOnly() {
    if (!STATE.compareAndSet(this, 0, 1)) handOn(1);
  }

  /** Takes {@code n}, waiting for them; throws {@link CancelledError} without any. */
  void take(int n) {
    if (!tryTake(n)) join(n);
  }

  private void join(int n) {
    var wait = new Waiter(shown, n);
    lock.lock();
    try {
      if (takeUnlessWaiting(n)) return;
      waiting.add(wait);
    } finally {
      lock.unlock();
    }
    await(wait);
  }

  /** Under the lock: takes {@code n}, or else makes all go through the lock. */
  private boolean takeUnlessWaiting(int n) {
    while (true) {
      int s = state;
      if (s < 0) return false;
      boolean enough = s >= n;
      if (STATE.compareAndSet(this, s, enough ? s - n : ~s)) return enough;
    }
  }

  /** Puts one in line who waits already, where none is free: the caller has one. */
  void add(Waiter wait) {
    lock.lock();
    try {
      boolean unused = takeUnlessWaiting(Integer.MAX_VALUE);
      waiting.add(wait);
    } finally {
      lock.unlock();
    }
  }

  /** Waits in line; one who is cancelled leaves it, and lets those behind step up. */
  void await(Waiter wait) {
    Waits.await(wait, () -> leave(wait));
  }

  private void leave(Waiter wait) {
    lock.lock();
    try {
      if (!waiting.remove(wait)) return; // who took it out finds it cancelled
      if (waiting.isEmpty()) state = ~state;
    } finally {
      lock.unlock();
    }
    handOn(0);
  }

  /** Gives {@code n} back, to those in line if there are any. */
  void give(int n) {
    for (int s = state; s >= 0; s = state) {
      if (STATE.compareAndSet(this, s, s + n)) return;
    }
    handOn(n);
  }

  /** Wakes outside of the lock: until one is seen to be cancelled, what it wanted is its own. */
  private void handOn(int n) {
    int back = n;
    do {
      var next = next(back);
      if (next == null) return;
      back = next.resume() ? 0 : next.wanted;
    } while (back > 0 || state < ~0);
  }

  /** Takes {@code back} in and the first out of the line, if there is enough for it. */
  private @Nullable Waiter next(int back) {
    lock.lock();
    try {
      var first = waiting.peek();
      if (first == null) {
        int unused = (int) STATE.getAndAdd(this, back);
        return null;
      }
      int free = ~state + back;
      boolean enough = first.wanted <= free;
      if (enough) {
        waiting.remove(first);
        free -= first.wanted;
      }
      state = waiting.isEmpty() ? free : ~free;
      return enough ? first : null;
    } finally {
      lock.unlock();
    }
  }
}
