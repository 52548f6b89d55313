package weft.internal.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import weft.internal.lock.SpinLock;

/**
 * Timers in order of time, those of the same time in the order in which they were set, over a clock
 * that keeps no such order and sees the next one only.
 *
 * <p>What is cancelled stays in the heap until it comes up, or until most is cancelled.
 */
public final class TimerQueue {
  /** The clock below. */
  public interface Base {
    /** The time. */
    long nanoTime();

    /** Runs {@code action} at {@code nanoTime}; returns what cancels it. */
    Runnable callAt(long nanoTime, Runnable action);
  }

  private static final int FEW = 64;
  private static final VarHandle FIRING;

  static {
    try {
      FIRING = MethodHandles.lookup().findVarHandle(TimerQueue.class, "firing", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Base base;
  private final boolean exact;
  private final Runnable due;

  /** Guards the heap. */
  private final SpinLock lock = new SpinLock();

  private final TimerHeap heap = new TimerHeap();
  private int cancelled;
  private long count;

  /** Guards what follows; may be held while the base is called. */
  private final Object arming = new Object();

  private volatile boolean armed;
  private volatile long armedAt;
  private @Nullable Runnable disarm;

  /** Somebody was told that timers are due, and has not begun to fire them. */
  private volatile boolean told;

  /** A time that the clock has shown: to read that costs more than all else here. */
  private volatile long seen;

  /** 0 nobody fires, 1 somebody does, 2 and is to look again. */
  private volatile int firing;

  /**
   * An empty queue.
   *
   * @param exact whether the base must not see the time of a timer that was cancelled
   * @param due told when a timer is set that is due already: {@link #fire} has to be called
   */
  public TimerQueue(Base base, boolean exact, Runnable due) {
    this.base = base;
    this.exact = exact;
    this.due = due;
    seen = base.nanoTime();
  }

  /** An action that is to run at a time. */
  public static final class Timer {
    private final TimerQueue queue;
    final long when;
    final long number;
    private volatile @Nullable Runnable action;

    Timer(TimerQueue queue, long when, long number, Runnable action) {
      this.queue = queue;
      this.when = when;
      this.number = number;
      this.action = action;
    }

    boolean isCancelled() {
      return action == null;
    }

    /** Forgets the action, unless it has begun. */
    public void cancel() {
      queue.cancel(this);
    }
  }

  /** Sets a timer. */
  public Timer add(long when, Runnable action) {
    lock.lock();
    Timer timer;
    try {
      timer = new Timer(this, when, count++, action);
      heap.add(timer);
    } finally {
      lock.unlock(); // also where there is no memory
    }
    if (isDue(when)) tell();
    else if (!armed || when - armedAt < 0) arm();
    return timer;
  }

  private boolean isDue(long when) {
    if (when - seen <= 0) return true;
    long now = base.nanoTime();
    seen = now;
    return when - now <= 0;
  }

  private void tell() {
    if (told) return;
    told = true;
    try {
      due.run();
    } catch (Throwable t) { // no room on the stack, say
      told = false;
      throw t;
    }
  }

  private void cancel(Timer timer) {
    lock.lock();
    boolean first = false;
    if (timer.action != null) {
      timer.action = null;
      cancelled++;
      first = heap.first() == timer;
      if (cancelled > FEW && cancelled > heap.size() / 2) {
        heap.sweep();
        cancelled = 0;
      }
    }
    lock.unlock();
    if (first && exact) arm();
  }

  /** Whether no timer is set. */
  public boolean isEmpty() {
    lock.lock();
    boolean empty = heap.size() == cancelled;
    lock.unlock();
    return empty;
  }

  /** Runs what is due, in order; if another thread is at it, that does it. */
  public void fire() {
    while (!FIRING.compareAndSet(this, 0, 1)) {
      if (firing == 2 || FIRING.compareAndSet(this, 1, 2)) return;
    }
    do {
      firing = 1;
      told = false;
      fireDue();
    } while (!FIRING.compareAndSet(this, 1, 0));
    arm();
  }

  /** The clock is read once for all that are due by then. */
  private void fireDue() {
    boolean any;
    do {
      any = false;
      long now = base.nanoTime();
      for (var action = poll(now); action != null; action = poll(now)) {
        any = true;
        run(action);
      }
    } while (any);
  }

  private static void run(Runnable action) {
    try {
      action.run();
    } catch (Throwable t) { // one bad action must not end everybody's timers
      var thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, t);
    }
  }

  private @Nullable Runnable poll(long now) {
    lock.lock();
    @Nullable Runnable action = null;
    var first = dropCancelled();
    if (first != null && first.when - now <= 0) {
      action = first.action;
      first.action = null;
      heap.removeFirst();
    }
    lock.unlock();
    return action;
  }

  /** Under the lock: the first that isn't cancelled, or null. */
  private @Nullable Timer dropCancelled() {
    while (true) {
      var first = heap.first();
      if (first == null || !first.isCancelled()) return first;
      heap.removeFirst();
      cancelled--;
    }
  }

  /** Has the base call at the time of the first timer. */
  private void arm() {
    synchronized (arming) {
      lock.lock();
      var first = dropCancelled();
      lock.unlock();
      if (first == null ? !armed : armed && armedAt == first.when) return;
      if (disarm != null) disarm.run();
      disarm = null;
      armed = first != null;
      if (first == null) return;
      long when = first.when;
      armedAt = when;
      var disarms = base.callAt(when, this::alarm);
      if (armed && armedAt == when) disarm = disarms; // else it has fired already
    }
  }

  private void alarm() {
    synchronized (arming) {
      armed = false;
      disarm = null;
    }
    fire();
  }
}
