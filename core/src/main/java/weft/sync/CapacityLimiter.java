package weft.sync;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import weft.Action;
import weft.Body;
import weft.CancelledError;
import weft.Suspension;
import weft.WaitQueue;
import weft.Weft;
import weft.internal.kit.Made;

/**
 * Limits how many go on at once, in all and per key: aiohttp's {@code limit} and {@code
 * limit_per_host}.
 *
 * <p>Fair: a permit goes to the one who has waited longest among those whose key has room, so that
 * those who wait for a busy key hold up nobody else. Both limits can be changed while in use. A key
 * takes memory only while it is used or waited for. What happens before a permit is given back is
 * seen after the acquisition that it allows.
 *
 * @param <K> the type of the key, usable in a hash map
 */
public final class CapacityLimiter<K> {
  private final Object lock = new Object(); // not this: users may hold that
  private final Map<K, Slot> slots = new HashMap<>();

  /** Keys that have room and waiters, by the ticket of the first of these. */
  private final TreeMap<Long, Slot> eligible = new TreeMap<>();

  private int total;
  private int perKey;
  private int inUse;
  private int waiters;
  private long tickets;

  /**
   * How much a key is used.
   *
   * @param inUse permits that are taken
   * @param waiters how many tasks wait for one
   */
  public record Usage(int inUse, int waiters) {}

  /** What is known of one key. */
  private final class Slot {
    final K key;
    final WaitQueue<Waiter> waiting = new WaitQueue<>();
    int inUse;
    long listed = -1; // the ticket under which it is eligible

    Slot(K key) {
      this.key = key;
    }

    /** What those who wait wait for: this key's limit, or the whole's where that is used up. */
    @Override
    public String toString() {
      synchronized (lock) {
        if (inUse < perKey) return CapacityLimiter.this.toString();
        var text = "capacity limiter with " + inUse + " of " + perKey + " in use for " + key;
        return text + Waits.text(waiting.size());
      }
    }
  }

  private static final class Waiter extends Suspension {
    final long ticket;

    Waiter(Object on, long ticket) {
      super(on);
      this.ticket = ticket;
    }
  }

  private final class Taken extends Token {
    private final Slot slot;

    Taken(Slot slot) {
      this.slot = slot;
    }

    @Override
    void giveBack() {
      release(slot);
    }

    @Override
    public String toString() {
      return "permit for " + slot.key;
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
    Made.tell(this);
  }

  /**
   * Takes a permit for {@code key}, waiting for one; closing it gives it back.
   *
   * @throws CancelledError if the caller is cancelled; it then has no permit, and none is lost
   */
  public Permit acquire(K key) {
    Weft.checkpoint();
    requireKey(key);
    Waiter wait;
    Slot slot;
    synchronized (lock) {
      slot = slots.computeIfAbsent(key, Slot::new);
      if (tryTake(slot)) return new Taken(slot);
      try {
        wait = new Waiter(slot, tickets++);
        slot.waiting.add(wait);
        waiters++;
      } finally {
        refresh(slot);
      }
    }
    Waits.await(wait, () -> leave(slot, wait));
    return new Taken(slot);
  }

  /** Takes a permit for {@code key} if one is free and nobody who could have it waits. */
  public Optional<Permit> tryAcquire(K key) {
    requireKey(key);
    synchronized (lock) {
      var slot = slots.computeIfAbsent(key, Slot::new);
      if (tryTake(slot)) return Optional.of(new Taken(slot));
      refresh(slot);
      return Optional.empty();
    }
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

  private boolean tryTake(Slot slot) {
    boolean free = inUse < total && slot.inUse < perKey;
    if (!free || !slot.waiting.isEmpty() || !eligible.isEmpty()) return false;
    take(slot);
    return true;
  }

  private void take(Slot slot) {
    inUse++;
    slot.inUse++;
  }

  private void leave(Slot slot, Waiter wait) {
    synchronized (lock) {
      if (slot.waiting.remove(wait)) waiters--;
      refresh(slot);
      grant();
    }
  }

  private void release(Slot slot) {
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
        if (wait.resume()) take(slot);
      }
      refresh(slot);
    }
  }

  /** Lists the key as eligible, or not, and forgets one that nobody needs. */
  private void refresh(Slot slot) {
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
   * room. A raised one lets those in who wait.
   *
   * @throws IllegalArgumentException if one of them is less than 1; then neither is changed
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

  /** The limit for all together. */
  public int limit() {
    synchronized (lock) {
      return total;
    }
  }

  /** The limit for each key. */
  public int limitPerKey() {
    synchronized (lock) {
      return perKey;
    }
  }

  /** Permits that are taken; for a while more than {@link #limit}, after that was lowered. */
  public int inUse() {
    synchronized (lock) {
      return inUse;
    }
  }

  /** Permits that are taken for {@code key}. */
  public int inUse(K key) {
    return usage(key).inUse;
  }

  /** How many tasks wait. */
  public int waiters() {
    synchronized (lock) {
      return waiters;
    }
  }

  /** How many tasks wait for {@code key}. */
  public int waiters(K key) {
    return usage(key).waiters;
  }

  private Usage usage(K key) {
    requireKey(key);
    synchronized (lock) {
      var slot = slots.get(key);
      return slot == null ? new Usage(0, 0) : usage(slot);
    }
  }

  private Usage usage(Slot slot) {
    return new Usage(slot.inUse, slot.waiting.size());
  }

  /** All keys that are used or waited for, as they are now. */
  public Map<K, Usage> usage() {
    synchronized (lock) {
      var usage = HashMap.<K, Usage>newHashMap(slots.size());
      for (var slot : slots.values()) usage.put(slot.key, usage(slot));
      return usage;
    }
  }

  private static void requireKey(@Nullable Object key) {
    if (key == null) throw new IllegalArgumentException("a capacity limiter takes no null as key");
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
      var text = "capacity limiter with " + inUse + " of " + total + " in use";
      return text + Waits.text(waiters);
    }
  }
}
