package weft.channel;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A value that changes and is observed.
 *
 * <p>An observer that is slower than the changes misses some, but never the last: it gets what the
 * state is, not what it was. A value that equals the one before is no change. What happens before a
 * value is set is seen by those who get it.
 *
 * <p>Source: Kotlin's {@code StateFlow}. It has no end: a loop over its changes ends when the
 * loop's task does, or its subscription is closed.
 *
 * @param <T> the type of the value, which is never null and had better be immutable
 */
public final class State<T> {
  private final Object lock = new Object(); // taken before a subscription's, never after
  private final Set<Subscription<T>> observers = new LinkedHashSet<>(); // guarded by the lock
  private volatile T value; // changes under the lock

  /** A state that begins with {@code value}. */
  public State(T value) {
    this.value = Channel.required(value);
  }

  /** The present value. */
  public T get() {
    return value;
  }

  /** Changes the value. */
  public void set(T next) {
    Channel.required(next);
    synchronized (lock) {
      change(next);
    }
  }

  /**
   * Changes the value to what {@code f} makes of it, atomically; {@code f} is called again if the
   * value was changed meanwhile.
   *
   * @return the new value
   */
  @SuppressWarnings("ReferenceEquality") // whether it was changed meanwhile, be it to an equal one
  public T update(UnaryOperator<T> f) {
    while (true) {
      T before = value;
      T next = Channel.required(f.apply(before));
      synchronized (lock) {
        if (value != before) continue;
        change(next);
        return next;
      }
    }
  }

  /** Changes the value to {@code next} if it equals {@code expected}; tells whether it did. */
  public boolean compareAndSet(T expected, T next) {
    Channel.required(next);
    synchronized (lock) {
      if (!value.equals(expected)) return false;
      change(next);
      return true;
    }
  }

  private void change(T next) {
    boolean changed = !next.equals(value);
    value = next;
    if (!changed) return;
    for (var observer : observers) {
      var unused = observer.core.trySend(next);
    }
  }

  /**
   * Waits until {@code condition} holds, and returns the value for which it does: the present one,
   * or a later one. One that is soon changed again may be missed.
   *
   * @throws weft.CancelledError if the caller is cancelled
   */
  public T await(Predicate<? super T> condition) {
    weft.Weft.checkpoint();
    T now = value;
    if (condition.test(now)) return now;
    try (var changes = changes()) {
      for (T next : changes) {
        if (condition.test(next)) return next;
      }
    }
    throw new AssertionError("a state has no end");
  }

  /**
   * The present value, and then each later one that is still the present one when it is received;
   * to be closed.
   */
  public Subscription<T> changes() {
    var observer =
        new Subscription<T>(
            1,
            Overflow.DROP_OLDEST,
            () -> {},
            s -> {
              synchronized (lock) {
                observers.remove(s);
              }
            });
    synchronized (lock) {
      var unused = observer.core.trySend(value);
      observers.add(observer);
    }
    return observer;
  }

  /** How many observe it. */
  public int observers() {
    synchronized (lock) {
      return observers.size();
    }
  }

  @Override
  public String toString() {
    return "state " + value;
  }
}
