package weft.channel;

import org.jspecify.annotations.Nullable;

/**
 * Those who wait, in the order in which they came. Unlike a {@link weft.WaitQueue}, it holds places
 * rather than suspensions: a select has several.
 */
final class Waiters<T> {
  private @Nullable Waiter<T> first;
  private @Nullable Waiter<T> last;
  private int size;

  void add(Waiter<T> waiter) {
    waiter.queue = this;
    waiter.previous = last;
    if (last == null) first = waiter;
    else last.next = waiter;
    last = waiter;
    size++;
  }

  /** Takes the first, or null. */
  @Nullable Waiter<T> poll() {
    var waiter = first;
    if (waiter != null) remove(waiter);
    return waiter;
  }

  /** Takes {@code waiter} out, if it is in. */
  void remove(Waiter<T> waiter) {
    if (waiter.queue != this) return;
    var before = waiter.previous;
    var after = waiter.next;
    if (before == null) first = after;
    else before.next = after;
    if (after == null) last = before;
    else after.previous = before;
    waiter.previous = null;
    waiter.next = null;
    waiter.queue = null;
    size--;
  }

  boolean isEmpty() {
    return first == null;
  }

  int size() {
    return size;
  }
}
