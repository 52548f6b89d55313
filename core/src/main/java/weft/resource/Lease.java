package weft.resource;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import weft.Clock;

/**
 * An object borrowed from a {@link Pool}, until it is closed.
 *
 * <p>For use in {@code try (var lease = pool.borrow()) {…}}. Any thread may close it, once; to do
 * so again does nothing. It can't know how its use ended: call {@link #invalidate} for an object
 * that is broken, or use {@link Pool#use}.
 *
 * @param <T> what was borrowed
 */
public final class Lease<T> implements AutoCloseable {
  private final Pool<T, ?> pool;
  private final T object;
  private final AtomicReference<@Nullable Slot<T>> slot;
  final Thread borrower = Thread.currentThread();
  final long since;
  @Nullable Throwable where; // this and the alarm are set before it is handed out
  Clock.@Nullable Timer alarm;

  Lease(Pool<T, ?> pool, Slot<T> slot, T object, long since) {
    this.pool = pool;
    this.object = object;
    this.slot = new AtomicReference<>(slot);
    this.since = since;
  }

  Leak leak(String name, long now) {
    return new Leak(
        name, borrower.getName(), Duration.ofNanos(now - since), Optional.ofNullable(where));
  }

  boolean isOut() {
    return slot.get() != null;
  }

  /**
   * The object.
   *
   * @throws IllegalStateException if it was given back
   */
  public T get() {
    if (isOut()) return object;
    throw new IllegalStateException("the lease is over: what was borrowed was given back");
  }

  /**
   * Gives the object back, for the next in line; shielded from cancellation. What fails on the way
   * is reported, and not thrown.
   */
  @Override
  public void close() {
    end(false);
  }

  /** Gives the object back as broken: it is disposed of. */
  public void invalidate() {
    end(true);
  }

  void end(boolean broken) {
    var s = slot.getAndSet(null);
    if (s == null) return;
    if (alarm != null) alarm.cancel();
    pool.takeBack(s, broken);
  }

  @Override
  public String toString() {
    return (isOut() ? "lease of " : "ended lease of ") + object;
  }
}
