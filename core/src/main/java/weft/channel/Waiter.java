package weft.channel;

import org.jspecify.annotations.Nullable;

/** A place in one of the two queues of a channel; guarded by the channel's lock. */
final class Waiter<T> {
  final Wait wait;

  /** What is brought, or what was got; null if it got none because the channel was closed. */
  @Nullable T element;

  /** Whether the one served is to let in others who wait to send. */
  boolean helps;

  @Nullable Waiter<T> previous;
  @Nullable Waiter<T> next;
  @Nullable Waiters<T> queue;

  /** One who waits for an element. */
  Waiter(Wait wait) {
    this.wait = wait;
  }

  /** One who waits for room for {@code element}. */
  Waiter(Wait wait, T element) {
    this.wait = wait;
    this.element = element;
  }

  /** Leaves the queue, if it is in one. */
  void leave() {
    if (queue != null) queue.remove(this);
  }

  /** Takes the element that this one brings; null if it has left. */
  @Nullable T take() {
    var brought = element;
    return wait.serve(this) ? brought : null;
  }

  /** Gives {@code given} to this one; false if it has left. */
  boolean give(T given) {
    element = given;
    return wait.serve(this);
  }

  /** Tells this one that the channel is closed. */
  void refuse() {
    element = null;
    boolean unused = wait.serve(this);
  }
}
