package weft.resource;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.CancelledError;
import weft.Clock;
import weft.Suspension;
import weft.WaitQueue;
import weft.Weft;
import weft.internal.event.Events;

/**
 * Who has which place of a pool, and who waits for one. Calls nobody's code under its lock.
 *
 * <p>Nobody waits as long as an object is idle or a place is free: whatever comes back goes to the
 * first in line, and nobody overtakes.
 */
final class PoolState<T> {
  private static final class Waiter<T> extends Suspension {
    @Nullable Slot<T> slot; // none if the pool was closed

    Waiter(Object on) {
      super(on);
    }
  }

  private final Object lock = new Object();
  private final String name;
  private final int max;
  private final List<Slot<T>> slots = new ArrayList<>(); // all guarded by the lock
  private final ArrayDeque<Slot<T>> idle = new ArrayDeque<>(); // what came back last is first
  private final WaitQueue<Waiter<T>> waiting = new WaitQueue<>();
  private final WaitQueue<Suspension> closing = new WaitQueue<>();
  private boolean closed;
  private final int min;
  private final Ages ages;
  private @Nullable Suspension maintainer;
  private long maintainerStarted;
  private long maintainerWaits; // from then on

  PoolState(String name, int min, int max, Ages ages) {
    this.name = name;
    this.min = min;
    this.max = max;
    this.ages = ages;
  }

  /** An idle object, or an empty place; null if there is neither. */
  @Nullable Slot<T> claim() {
    synchronized (lock) {
      return next();
    }
  }

  private @Nullable Slot<T> next() {
    requireOpen();
    var slot = idle.poll();
    return slot == null && slots.size() < max ? newSlot() : slot;
  }

  private Slot<T> newSlot() {
    var slot = new Slot<T>();
    slots.add(slot);
    return slot;
  }

  /** An empty place, if there are fewer than the least; else null. */
  @Nullable Slot<T> claimMissing() {
    synchronized (lock) {
      return !closed && slots.size() < min ? newSlot() : null;
    }
  }

  /** An idle object that is too old, or null. */
  @Nullable Slot<T> claimOld(long now) {
    synchronized (lock) {
      for (var it = idle.descendingIterator(); it.hasNext(); ) {
        var slot = it.next();
        if (ages.left(slot, now) > 0) continue;
        it.remove();
        return slot;
      }
      return null;
    }
  }

  /** {@link #claim}, waiting for it. */
  Slot<T> await(Object on) {
    Waiter<T> wait;
    synchronized (lock) {
      var slot = next();
      if (slot != null) return slot;
      wait = new Waiter<>(on);
      waiting.add(wait);
    }
    var event = Events.poolWait(on);
    try {
      wait.await();
    } catch (CancelledError e) {
      synchronized (lock) {
        waiting.remove(wait);
      }
      throw e;
    } finally {
      event.end();
    }
    var slot = wait.slot;
    if (slot == null) throw closed();
    return slot;
  }

  /** Takes an object back for others; false, without effect, if the pool is closed. */
  boolean give(Slot<T> slot, long now) {
    synchronized (lock) {
      if (closed) return false;
      if (hand(slot)) return true;
      idle.push(slot);
      boolean sooner =
          maintainer != null
              && ages.areLimited()
              && ages.left(slot, now) < maintainerWaits - (now - maintainerStarted);
      if (sooner) wakeMaintainer();
      return true;
    }
  }

  /** Takes back a place that is empty. */
  void vacate(Slot<T> slot) {
    synchronized (lock) {
      if (hand(slot)) return;
      slots.remove(slot);
      if (slots.size() < min) wakeMaintainer();
      if (closed && slots.isEmpty()) resumeAll(closing);
    }
  }

  private boolean hand(Slot<T> slot) {
    for (var next = waiting.poll(); next != null; next = waiting.poll()) {
      next.slot = slot;
      if (next.resume()) return true;
    }
    return false;
  }

  private void wakeMaintainer() {
    if (maintainer == null) return;
    boolean unused = maintainer.resume();
  }

  private static void resumeAll(WaitQueue<? extends Suspension> queue) {
    for (var next = queue.poll(); next != null; next = queue.poll()) {
      boolean unused = next.resume();
    }
  }

  /** Lets nobody in any more; returns what was idle, which belongs to the caller now. */
  List<Slot<T>> close() {
    synchronized (lock) {
      closed = true;
      resumeAll(waiting);
      wakeMaintainer();
      var all = List.copyOf(idle);
      idle.clear();
      return all;
    }
  }

  /** Waits, in a closed pool, until all places are empty. */
  void awaitEmpty(Object on) {
    Suspension wait;
    synchronized (lock) {
      if (slots.isEmpty()) return;
      wait = new Suspension(on);
      closing.add(wait);
    }
    try {
      wait.await();
    } catch (CancelledError e) {
      synchronized (lock) {
        closing.remove(wait);
      }
      throw e;
    }
  }

  /**
   * Waits until there may be something to maintain.
   *
   * @return false if there never will, since the pool is closed
   */
  boolean awaitWork(Object on, Clock clock) {
    Suspension wait;
    long left = Long.MAX_VALUE;
    synchronized (lock) {
      if (closed) return false;
      long now = clock.nanoTime();
      for (var slot : idle) left = Math.min(left, ages.left(slot, now));
      if (left <= 0 || slots.size() < min) return true;
      wait = new Suspension(on);
      maintainer = wait;
      maintainerStarted = now;
      maintainerWaits = left;
    }
    try {
      if (left == Long.MAX_VALUE) wait.await();
      else Weft.moveOnAfter(Duration.ofNanos(left), wait::await);
    } finally {
      synchronized (lock) {
        maintainer = null;
      }
    }
    return !isClosed();
  }

  boolean isClosed() {
    synchronized (lock) {
      return closed;
    }
  }

  void requireOpen() {
    if (isClosed()) throw closed();
  }

  private PoolClosedException closed() {
    return new PoolClosedException(name + " is closed");
  }

  /** The leases that are out. */
  List<Lease<T>> leases() {
    synchronized (lock) {
      var all = new ArrayList<Lease<T>>();
      for (var slot : slots) {
        var lease = slot.lease;
        if (lease != null) all.add(lease);
      }
      return all;
    }
  }

  /** How things are, with the counters of others put in. */
  PoolStatistics statistics(long created, long disposed, long timeouts) {
    synchronized (lock) {
      int leased = 0;
      for (var slot : slots) if (slot.lease != null) leased++;
      return new PoolStatistics(
          max, slots.size(), idle.size(), leased, waiting.size(), created, disposed, timeouts);
    }
  }

  @Override
  public String toString() {
    synchronized (lock) {
      return name
          + ", "
          + slots.size()
          + " of "
          + max
          + " in it, "
          + idle.size()
          + " idle, "
          + waiting.size()
          + " waiting"
          + (closed ? ", closed" : "");
    }
  }
}
