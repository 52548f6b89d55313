package weft.flow;

import org.jspecify.annotations.Nullable;
import weft.CancelledError;
import weft.Clock;
import weft.Suspension;
import weft.WaitQueue;
import weft.Weft;
import weft.internal.lock.SpinLock;

/**
 * What the tasks of a stage hand to its leader: a bounded queue with one taker, that ends when all
 * who put have ended, or when the first of them fails.
 *
 * <p>Under a spin lock, held for a few instructions. Those who wait for room are let in when half
 * of it is free, many at once: to wake each by itself would cost more than to wait.
 */
final class Inbox<E> {
  /** Returned where the time was over. */
  static final Object LATE = new Object();

  private final SpinLock lock = new SpinLock();
  private final @Nullable Object[] ring; // all guarded by the lock
  private int first;
  private int size;
  private int putters;
  private @Nullable Throwable failure;
  private boolean abandoned;
  private final WaitQueue<Putter> waiting = new WaitQueue<>();
  private @Nullable Suspension taker;

  /** One who waits for room. */
  private static final class Putter extends Suspension {
    private final Object element;

    Putter(Object on, Object element) {
      super(on);
      this.element = element;
    }
  }

  Inbox(int capacity, int putters) {
    ring = new @Nullable Object[capacity];
    this.putters = putters;
  }

  /** One more will put, and end. */
  void addPutter() {
    lock.lock();
    putters++;
    lock.unlock();
  }

  /**
   * Puts an element, waiting for room; after a failure, for ever.
   *
   * @return false if nobody will take any more
   */
  boolean put(E element) {
    Weft.checkpoint();
    @Nullable Suspension woken = null;
    @Nullable Putter wait = null;
    lock.lock();
    try {
      if (abandoned) return false;
      if (size < ring.length && waiting.isEmpty() && failure == null) {
        add(element);
        woken = taker;
        taker = null;
      } else {
        wait = new Putter(this, element);
        if (failure == null) waiting.add(wait);
      }
    } finally {
      lock.unlock();
    }
    resume(woken);
    if (wait != null) await(wait);
    return true;
  }

  private void await(Putter wait) {
    try {
      wait.await();
    } catch (CancelledError e) {
      lock.lock();
      waiting.remove(wait);
      lock.unlock();
      throw e;
    }
  }

  /** Puts an element if there is room; drops it where nobody will take it. */
  boolean offer(E element) {
    @Nullable Suspension woken;
    lock.lock();
    try {
      if (abandoned || failure != null) return true;
      if (size == ring.length) return false;
      add(element);
      woken = taker;
      taker = null;
    } finally {
      lock.unlock();
    }
    resume(woken);
    return true;
  }

  /** One who put has ended; with a failure, nothing that comes later counts. */
  void end(@Nullable Throwable thrown) {
    lock.lock();
    putters--;
    if (thrown != null && failure == null && !abandoned) failure = thrown;
    var woken = taker;
    taker = null;
    lock.unlock();
    resume(woken);
  }

  /** Nobody takes any more. */
  void abandon() {
    lock.lock();
    abandoned = true;
    for (int i = 0; i < ring.length; i++) ring[i] = null;
    size = 0;
    for (var wait = waiting.poll(); wait != null; wait = waiting.poll()) resume(wait);
    lock.unlock();
  }

  /** The next element, waiting for it; null at the end. */
  @SuppressWarnings("unchecked") // only Es are put
  @Nullable E take() throws Throwable {
    Weft.checkpoint();
    while (true) {
      Suspension wait;
      lock.lock();
      try {
        if (size > 0) return (E) remove();
        if (isOver()) break;
        wait = new Suspension(this);
        taker = wait;
      } finally {
        lock.unlock();
      }
      awaitElement(wait);
    }
    requireNoFailure();
    return null;
  }

  /** Like {@link #take}, but returns {@link #LATE} at {@code nanoTime}. */
  @Nullable Object takeUntil(Clock clock, long nanoTime) throws Throwable {
    Weft.checkpoint();
    while (true) {
      Suspension wait;
      lock.lock();
      try {
        if (size > 0) return remove();
        if (isOver()) break;
        if (nanoTime - clock.nanoTime() <= 0) return LATE;
        wait = new Suspension(this);
        taker = wait;
      } finally {
        lock.unlock();
      }
      var timer = clock.callAt(nanoTime, () -> resume(wait));
      try {
        awaitElement(wait);
      } finally {
        timer.cancel();
      }
    }
    requireNoFailure();
    return null;
  }

  private void awaitElement(Suspension wait) {
    try {
      wait.await();
    } finally {
      lock.lock();
      if (taker == wait) taker = null;
      lock.unlock();
    }
  }

  /** Emits all elements. */
  void drainTo(Emitter<? super E> out) throws Throwable {
    for (E next = take(); next != null; next = take()) out.emit(next);
  }

  private boolean isOver() {
    return putters == 0 || failure != null;
  }

  private void requireNoFailure() throws Throwable {
    var thrown = failure; // written once, before the end that was seen under the lock
    if (thrown != null) throw Crew.original(thrown);
  }

  private void add(Object element) {
    int last = first + size;
    ring[last < ring.length ? last : last - ring.length] = element;
    size++;
  }

  private Object remove() {
    var element = ring[first];
    if (element == null) throw new AssertionError("an element");
    ring[first] = null;
    if (++first == ring.length) first = 0;
    size--;
    if (!waiting.isEmpty() && size <= ring.length / 2) letIn();
    return element;
  }

  private void letIn() {
    while (size < ring.length) {
      var putter = waiting.poll();
      if (putter == null) return;
      if (putter.resume()) add(putter.element);
    }
  }

  private static void resume(@Nullable Suspension suspension) {
    if (suspension != null) {
      var unused = suspension.resume();
    }
  }

  @Override
  public String toString() {
    return "the next element of a stage";
  }
}
