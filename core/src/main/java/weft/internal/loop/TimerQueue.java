package weft.internal.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import weft.internal.lock.SpinLock;

/**
 * Timers in order of time, those of the same time in the order in which they were set, over a clock
 * that keeps no such order and sees the next one only.
 *
 * <p>A binary heap. What is cancelled stays in it until it comes up, or until most is cancelled.
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

  private @Nullable Timer[] heap = new @Nullable Timer[16];
  private int size;
  private int cancelled;
  private long count;

  /** Guards what follows; may be held while the base is called. */
  private final Object arming = new Object();

  private volatile boolean armed;
  private volatile long armedAt;
  private @Nullable Runnable disarm;

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
  }

  /** An action that is to run at a time. */
  public static final class Timer {
    private final TimerQueue queue;
    private final long when;
    private final long number;
    private volatile @Nullable Runnable action;

    Timer(TimerQueue queue, long when, long number, Runnable action) {
      this.queue = queue;
      this.when = when;
      this.number = number;
      this.action = action;
    }

    private boolean isBefore(Timer other) {
      long difference = when - other.when;
      return difference != 0 ? difference < 0 : number < other.number;
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
      if (size == heap.length) heap = Arrays.copyOf(heap, size * 2);
      size++;
      siftUp(size - 1, timer);
    } finally {
      lock.unlock(); // also where there is no memory
    }
    if (when - base.nanoTime() <= 0) due.run();
    else if (!armed || when - armedAt < 0) arm();
    return timer;
  }

  private void cancel(Timer timer) {
    lock.lock();
    boolean first = false;
    if (timer.action != null) {
      timer.action = null;
      cancelled++;
      first = heap[0] == timer;
      if (cancelled > FEW && cancelled > size / 2) sweep();
    }
    lock.unlock();
    if (first && exact) arm();
  }

  /** Whether no timer is set. */
  public boolean isEmpty() {
    lock.lock();
    boolean empty = size == cancelled;
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
      for (var action = poll(); action != null; action = poll()) run(action);
    } while (!FIRING.compareAndSet(this, 1, 0));
    arm();
  }

  private static void run(Runnable action) {
    try {
      action.run();
    } catch (Throwable t) { // one bad action must not end everybody's timers
      var thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, t);
    }
  }

  private @Nullable Runnable poll() {
    long now = base.nanoTime();
    lock.lock();
    @Nullable Runnable action = null;
    var first = dropCancelled();
    if (first != null && first.when - now <= 0) {
      action = first.action;
      first.action = null;
      removeFirst();
    }
    lock.unlock();
    return action;
  }

  /** Under the lock: the first that isn't cancelled, or null. */
  private @Nullable Timer dropCancelled() {
    while (size > 0) {
      var first = heap[0];
      if (first != null && first.action != null) return first;
      removeFirst();
      cancelled--;
    }
    return null;
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

  private void removeFirst() {
    size--;
    var last = heap[size];
    heap[size] = null;
    if (size > 0 && last != null) siftDown(0, last);
  }

  private void sweep() {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      var timer = heap[i];
      heap[i] = null;
      if (timer != null && timer.action != null) heap[kept++] = timer;
    }
    size = kept;
    cancelled = 0;
    for (int i = size / 2 - 1; i >= 0; i--) {
      var timer = heap[i];
      if (timer != null) siftDown(i, timer);
    }
  }

  private void siftUp(int hole, Timer timer) {
    while (hole > 0) {
      int up = (hole - 1) / 2;
      var above = heap[up];
      if (above == null || !timer.isBefore(above)) break;
      heap[hole] = above;
      hole = up;
    }
    heap[hole] = timer;
  }

  private void siftDown(int hole, Timer timer) {
    while (true) {
      int down = 2 * hole + 1;
      if (down >= size) break;
      var below = heap[down];
      var other = down + 1 < size ? heap[down + 1] : null;
      if (other != null && below != null && other.isBefore(below)) {
        below = other;
        down++;
      }
      if (below == null || !below.isBefore(timer)) break;
      heap[hole] = below;
      hole = down;
    }
    heap[hole] = timer;
  }
}
