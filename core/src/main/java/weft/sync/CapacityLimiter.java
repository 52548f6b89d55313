package weft.sync;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import weft.Action;
import weft.Body;
import weft.CancelledError;
import weft.Suspension;
import weft.WaitQueue;
import weft.Weft;

/**
 * Limits how many go on at once, in all and per key: aiohttp's {@code limit} and {@code
 * limit_per_host}.
 *
 * <p>Fair: a permit goes to the one who has waited longest among those whose key has room, so that
 * those who wait for a busy key hold up nobody else. Both limits can be changed while in use. A key
 * takes memory only while it is used or waited for.
 *
 * @param <K> the type of the key, usable in a hash map
 */
public final class CapacityLimiter<K> {
  private final Object lock = new Object(); // not this: users may hold that
  private final Map<K, Slot<K>> slots = new HashMap<>();

  /** Keys that have room and waiters, by the ticket of the first of these. */
  private final TreeMap<Long, Slot<K>> eligible = new TreeMap<>();

  private int total;
  private int perKey;
  private int inUse;
  private int waiters;
  private long tickets;

  /** What is known of one key. */
  private static final class Slot<K> {
    final K key;
    final WaitQueue<Waiter> waiting = new WaitQueue<>();
    int inUse;
    long listed = -1; // the ticket under which it is eligible

    Slot(K key) {
      this.key = key;
    }
  }

  private static final class Waiter extends Suspension {
    final long ticket;

    Waiter(Object on, long ticket) {
      super(on);
      this.ticket = ticket;
    }
  }

  /**
   * A limiter for {@code total} at once, and {@code perKey} at once for each key.
   *
   * @throws IllegalArgumentException if one of them is less than 1
   */
  public CapacityLimiter(int total, int perKey) {
    this.total = positive(total);
    this.perKey = positive(perKey);
  }

  /**
   * Takes a permit for {@code key}, waiting for one; closing it gives it back.
   *
   * @throws CancelledError if the caller is cancelled; it then has no permit, and none is lost
   */
  public Permit acquire(K key) {
    Weft.checkpoint();
    if (key == null) throw new IllegalArgumentException("a capacity limiter takes no null as key");
    Waiter wait;
    Slot<K> slot;
    synchronized (lock) {
      slot = slots.computeIfAbsent(key, Slot::new);
      if (inUse < total && slot.inUse < perKey && slot.waiting.isEmpty() && eligible.isEmpty()) {
        return take(slot);
      }
      try {
        wait = new Waiter(this, tickets++);
        slot.waiting.add(wait);
        waiters++;
      } finally {
        refresh(slot);
      }
    }
    await(slot, wait);
    return new Permit(() -> release(slot));
  }

  /** Runs {@code body} with a permit for {@code key}. */
  public <T extends @Nullable Object, X extends Throwable> T with(K key, Body<T, X> body) throws X {
    try (var _ = acquire(key)) {
      return body.call();
    }
  }

  /** Runs {@code body} with a permit for {@code key}. */
  public <X extends Throwable> void with(K key, Action<X> body) throws X {
    try (var _ = acquire(key)) {
      body.run();
    }
  }

  private Permit take(Slot<K> slot) {
    inUse++;
    slot.inUse++;
    return new Permit(() -> release(slot));
  }

  private void await(Slot<K> slot, Waiter wait) {
    try {
      wait.await();
    } catch (CancelledError e) {
      synchronized (lock) {
        if (slot.waiting.remove(wait)) waiters--;
        refresh(slot);
        grant();
      }
      throw e;
    }
  }

  private void release(Slot<K> slot) {
    synchronized (lock) {
      inUse--;
      slot.inUse--;
      refresh(slot);
      grant();
    }
  }

  /** Gives out what is free, oldest ticket first. */
  private void grant() {
    while (inUse < total) {
      var first = eligible.pollFirstEntry();
      if (first == null) return;
      var slot = first.getValue();
      slot.listed = -1;
      var wait = slot.waiting.poll();
      if (wait != null) {
        waiters--;
        if (wait.resume()) {
          inUse++;
          slot.inUse++;
        }
      }
      refresh(slot);
    }
  }

  /** Lists the key as eligible, or not, and forgets one that nobody needs. */
  private void refresh(Slot<K> slot) {
    var head = slot.waiting.peek();
    long ticket = head != null && slot.inUse < perKey ? head.ticket : -1;
    if (ticket != slot.listed) {
      if (slot.listed >= 0) eligible.remove(slot.listed);
      if (ticket >= 0) eligible.put(ticket, slot);
      slot.listed = ticket;
    }
    if (head == null && slot.inUse == 0) slots.remove(slot.key, slot);
  }

  /**
   * Changes both limits. Permits beyond a lowered limit stay valid; new ones wait until there is
   * room.
   */
  public void resize(int total, int perKey) {
    synchronized (lock) {
      int newTotal = positive(total);
      this.perKey = positive(perKey);
      this.total = newTotal;
      for (var slot : Map.copyOf(slots).values()) refresh(slot);
      grant();
    }
  }

  /** Permits that are taken. */
  public int inUse() {
    synchronized (lock) {
      return inUse;
    }
  }

  /** Permits that are taken for {@code key}. */
  public int inUse(K key) {
    synchronized (lock) {
      var slot = slots.get(key);
      return slot == null ? 0 : slot.inUse;
    }
  }

  /** How many wait. */
  public int waiters() {
    synchronized (lock) {
      return waiters;
    }
  }

  private static int positive(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a limit must be at least 1, but is " + limit);
    }
    return limit;
  }

  @Override
  public String toString() {
    synchronized (lock) {
      return "capacity limiter with " + inUse + " of " + total + " in use";
    }
  }
}
