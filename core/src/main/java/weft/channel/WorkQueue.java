package weft.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import weft.CancelledError;
import weft.Suspension;
import weft.WaitQueue;
import weft.Weft;

/**
 * A queue of work that adds work, and that knows when all of it has been done: asyncio's {@code
 * Queue}, with {@code join} and {@code task_done}.
 *
 * <p>Items come out in the order in which they were put; of a {@link #lifo} queue the latest first
 * (work goes deep before it goes wide), of a {@link #priority} queue the least first, equal ones in
 * the order in which they were put. Those who wait on either side are served in the order in which
 * they began to wait. What happens before {@link #put} is seen after the {@link #take} that gets
 * the item, and what happens before {@link #done} after {@link #join}.
 *
 * @param <T> the type of the items, which are never null
 */
public final class WorkQueue<T> {
  private static final VarHandle SIZE;

  static {
    try {
      SIZE = MethodHandles.lookup().findVarHandle(WorkQueue.class, "size", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Object lock = new Object(); // not this: users may hold that
  private final int capacity;
  private final Queue<T> items; // all guarded by the lock
  private final WaitQueue<Handover<T>> takers = new WaitQueue<>();
  private final WaitQueue<Handover<T>> putters = new WaitQueue<>();
  private final WaitQueue<Suspension> joiners = new WaitQueue<>();
  private int size; // of the items; looked at without the lock
  private long unfinished;
  private boolean closed;
  private @Nullable Throwable failure;

  private final Lookout takersLookout = new Lookout();
  private final Lookout puttersLookout = new Lookout();

  /** One who waits for an item, or for room for the one it brings; without one, it is closed. */
  private static final class Handover<T> extends Suspension {
    @Nullable T item;
    boolean refused;

    Handover(Object on, @Nullable T item) {
      super(on);
      this.item = item;
    }
  }

  private WorkQueue(Queue<T> items, int capacity) {
    this.items = items;
    this.capacity = capacity;
  }

  /** A queue without a bound: workers may put while they work, without waiting for each other. */
  public static <T> WorkQueue<T> unbounded() {
    return new WorkQueue<>(new ArrayDeque<>(), Integer.MAX_VALUE);
  }

  /**
   * A queue that holds {@code capacity} items; who puts more waits.
   *
   * @throws IllegalArgumentException if that is less than 1
   */
  public static <T> WorkQueue<T> bounded(int capacity) {
    return new WorkQueue<>(new ArrayDeque<>(), atLeastOne(capacity));
  }

  /** A queue without a bound whose latest item comes out first. */
  public static <T> WorkQueue<T> lifo() {
    return new WorkQueue<>(Collections.asLifoQueue(new ArrayDeque<>()), Integer.MAX_VALUE);
  }

  /** A {@link #lifo()} queue that holds {@code capacity} items; else like {@link #bounded}. */
  public static <T> WorkQueue<T> lifo(int capacity) {
    return new WorkQueue<>(Collections.asLifoQueue(new ArrayDeque<>()), atLeastOne(capacity));
  }

  /** A {@link #priority(Comparator)} queue in the natural order of its items. */
  public static <T extends Comparable<? super T>> WorkQueue<T> priority() {
    return priority(Comparator.<T>naturalOrder());
  }

  /**
   * A queue without a bound whose least item comes out first. The comparator is called under the
   * queue's lock: it must be short, and must not throw.
   */
  public static <T> WorkQueue<T> priority(Comparator<? super T> comparator) {
    return new WorkQueue<>(new StablePriorityQueue<>(comparator), Integer.MAX_VALUE);
  }

  /**
   * A {@link #priority(Comparator)} queue that holds {@code capacity} items; else like {@link
   * #bounded}.
   */
  public static <T> WorkQueue<T> priority(Comparator<? super T> comparator, int capacity) {
    return new WorkQueue<>(new StablePriorityQueue<>(comparator), atLeastOne(capacity));
  }

  private static int atLeastOne(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException(
          "the capacity of a queue must be at least 1, but is " + capacity);
    }
    return capacity;
  }

  /**
   * Puts an item, waiting for room.
   *
   * @throws ClosedException if the queue is closed, or is while this waits
   * @throws ChannelFailedException likewise, if it was failed
   * @throws CancelledError if the caller is cancelled; the item is then not in the queue
   */
  public void put(T item) {
    requireItem(item);
    Weft.checkpoint();
    if (tryPut(item) || putSoon(item)) return;
    Handover<T> wait;
    synchronized (lock) {
      if (offer(item)) return;
      wait = new Handover<>(this, item);
      putters.add(wait);
    }
    await(wait, putters);
    if (wait.refused) throw ended();
  }

  /**
   * Puts an item if there is room.
   *
   * @throws ClosedException if the queue is closed
   * @throws ChannelFailedException if it was failed
   */
  public boolean tryPut(T item) {
    synchronized (lock) {
      requireItem(item);
      return offer(item);
    }
  }

  private boolean offer(T item) {
    if (closed) throw ended();
    for (var taker = takers.poll(); taker != null; taker = takers.poll()) {
      taker.item = item;
      if (taker.resume()) {
        unfinished++;
        return true;
      }
    }
    if (size >= capacity) return false;
    add(item);
    return true;
  }

  private void add(T item) {
    items.add(item);
    size++;
    unfinished++;
  }

  /** Looks whether room is made before long: see {@link Lookout}. */
  private boolean putSoon(T item) {
    if (!putters.isEmpty() || !puttersLookout.looks()) return false;
    boolean done = Lookout.seesChange(this::held, capacity, 0) && tryPut(item);
    if (puttersLookout.found(done)) puttersLookout.goOn();
    return done;
  }

  /**
   * Takes the next item, waiting for one. {@link #done} is to be called when it has been dealt
   * with.
   *
   * @throws ClosedException if the queue is closed and empty, or is while this waits
   * @throws ChannelFailedException if the queue was failed, or is while this waits
   * @throws CancelledError if the caller is cancelled; no item is then lost
   */
  public T take() {
    Weft.checkpoint();
    var soon = takeSoon();
    return soon == null ? takeWaiting() : soon;
  }

  private @Nullable T takeNow() {
    synchronized (lock) {
      return next();
    }
  }

  /** Takes what is there, or comes before long. */
  private @Nullable T takeSoon() {
    var item = takeNow();
    if (item != null || !takers.isEmpty() || !takersLookout.looks()) return item;
    if (Lookout.seesChange(this::held, 0, capacity)) item = takeNow();
    if (takersLookout.found(item != null)) takersLookout.goOn();
    return item;
  }

  /** The size as it was a moment ago. */
  private int held() {
    return (int) SIZE.getOpaque(this);
  }

  private T takeWaiting() {
    Handover<T> wait;
    synchronized (lock) {
      var item = next();
      if (item != null) return item;
      if (closed) throw ended();
      wait = new Handover<>(this, null);
      takers.add(wait);
    }
    await(wait, takers);
    var item = wait.item;
    if (wait.refused || item == null) throw ended();
    return item;
  }

  /**
   * Takes the next item, waiting for one, and with it what else is there, {@code most} items at
   * most. {@link #done} is to be called for each.
   *
   * @throws IllegalArgumentException if {@code most} is less than 1
   * @throws ClosedException if the queue is closed and empty, or is while this waits
   * @throws ChannelFailedException if the queue was failed, or is while this waits
   * @throws CancelledError if the caller is cancelled; no item is then lost
   */
  public List<T> takeBatch(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("a batch must be at least 1, but is " + most);
    }
    var batch = new ArrayList<T>();
    batch.add(take());
    synchronized (lock) {
      while (batch.size() < most) {
        var item = next();
        if (item == null) break;
        batch.add(item);
      }
    }
    return batch;
  }

  /**
   * Takes the next item if there is one.
   *
   * @throws ChannelFailedException if the queue was failed
   */
  public Optional<T> tryTake() {
    synchronized (lock) {
      if (failure != null) throw ended();
      return Optional.ofNullable(next());
    }
  }

  /** Takes the first item and lets one who waits for room fill the place. */
  private @Nullable T next() {
    var item = items.poll();
    if (item == null) return null;
    size--;
    for (var putter = putters.poll(); putter != null; putter = putters.poll()) {
      var brought = putter.item;
      if (brought != null && putter.resume()) {
        add(brought);
        break;
      }
    }
    return item;
  }

  private void await(Handover<T> wait, WaitQueue<Handover<T>> queue) {
    try {
      wait.await();
    } catch (CancelledError e) {
      synchronized (lock) {
        queue.remove(wait);
      }
      throw e;
    }
  }

  /**
   * Says that an item which was taken has been dealt with.
   *
   * @throws IllegalStateException if this was said more often than items were put
   */
  public void done(T item) {
    synchronized (lock) {
      requireItem(item);
      if (unfinished == 0) {
        throw new IllegalStateException("done was called more often than items were put");
      }
      if (--unfinished == 0) wakeJoiners();
    }
  }

  private void wakeJoiners() {
    for (var joiner = joiners.poll(); joiner != null; joiner = joiners.poll()) {
      var unused = joiner.resume();
    }
  }

  /**
   * Waits until all that was put has been done.
   *
   * @throws ChannelFailedException if the queue was failed, or is while this waits
   * @throws CancelledError if the caller is cancelled
   */
  public void join() {
    Weft.checkpoint();
    Suspension wait;
    synchronized (lock) {
      if (failure != null) throw ended();
      if (unfinished == 0) return;
      wait = new Suspension(this);
      joiners.add(wait);
    }
    try {
      wait.await();
    } catch (CancelledError e) {
      synchronized (lock) {
        joiners.remove(wait);
      }
      throw e;
    }
    synchronized (lock) {
      if (failure != null && unfinished > 0) throw ended();
    }
  }

  /**
   * Lets nothing more in: who puts, or waits to, gets a {@link ClosedException}; who takes gets
   * what is left, and then one too. To close again does nothing.
   */
  public void close() {
    synchronized (lock) {
      closed = true;
      refuse(putters);
      refuse(takers);
    }
  }

  /**
   * Ends the work because of {@code error}: from now on who puts, takes or joins, or waits to, gets
   * a {@link ChannelFailedException} with this cause, and what is in the queue is dropped. Does
   * nothing if the queue was failed before.
   *
   * <p>Unlike a channel's failure, which comes after what was sent before it, this one comes at
   * once: work that is left need not be done.
   */
  public void fail(Throwable error) {
    Channel.required(error);
    synchronized (lock) {
      if (failure != null) return;
      failure = error;
      items.clear();
      size = 0;
      close();
      wakeJoiners();
    }
  }

  private void refuse(WaitQueue<Handover<T>> queue) {
    for (var wait = queue.poll(); wait != null; wait = queue.poll()) {
      wait.refused = true;
      var unused = wait.resume();
    }
  }

  /** How many items are in the queue. */
  public int size() {
    synchronized (lock) {
      return size;
    }
  }

  /** How many items were put and not yet done. */
  public long unfinished() {
    synchronized (lock) {
      return unfinished;
    }
  }

  private static void requireItem(@Nullable Object item) {
    if (item == null) throw new IllegalArgumentException("a queue takes no null");
  }

  private RuntimeException ended() {
    Throwable cause;
    synchronized (lock) {
      cause = failure;
    }
    return cause == null
        ? new ClosedException("the queue is closed")
        : new ChannelFailedException("the queue failed: " + cause, cause);
  }

  @Override
  public String toString() {
    synchronized (lock) {
      return (failure != null
              ? "failed work queue with "
              : closed ? "closed work queue with " : "work queue with ")
          + (size + " items")
          + (takers.isEmpty() ? "" : ", " + takers.size() + " waiting to take")
          + (putters.isEmpty() ? "" : ", " + putters.size() + " waiting to put");
    }
  }
}
