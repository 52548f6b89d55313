package weft;

import org.jspecify.annotations.Nullable;

/**
 * Suspensions in the order in which they came; each is added, polled and removed in constant time.
 *
 * <p>Not thread-safe: guard it by the lock of what it is part of, and don't park under that lock.
 *
 * @param <S> the kind of suspension
 */
public final class WaitQueue<S extends Suspension> {
  private @Nullable Suspension first;
  private @Nullable Suspension last;
  private int size;

  /** Makes an empty queue. */
  public WaitQueue() {}

  /** Adds at the end. */
  public void add(S suspension) {
    if (suspension.queue != null) throw new IllegalStateException("it is in a queue already");
    suspension.queue = this;
    suspension.previous = last;
    if (last == null) first = suspension;
    else last.next = suspension;
    last = suspension;
    size++;
  }

  /** Returns the first without taking it, or null. */
  @SuppressWarnings("unchecked") // only add() puts in
  public @Nullable S peek() {
    return (S) first;
  }

  /** Takes the first, or null. */
  public @Nullable S poll() {
    var suspension = peek();
    if (suspension != null) remove(suspension);
    return suspension;
  }

  /** Takes {@code suspension} out; returns whether it was in. */
  public boolean remove(S suspension) {
    if (suspension.queue != this) return false;
    var before = suspension.previous;
    var after = suspension.next;
    if (before == null) first = after;
    else before.next = after;
    if (after == null) last = before;
    else after.previous = before;
    suspension.previous = null;
    suspension.next = null;
    suspension.queue = null;
    size--;
    return true;
  }

  /** Tells whether nobody waits. */
  public boolean isEmpty() {
    return first == null;
  }

  /** How many wait. */
  public int size() {
    return size;
  }
}
