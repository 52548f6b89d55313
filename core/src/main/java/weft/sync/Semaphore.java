package weft.sync;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.Action;
import weft.Body;
import weft.CancelledError;
import weft.Suspension;
import weft.WaitQueue;
import weft.Weft;

/**
 * Limits how many go on at once.
 *
 * <p>Fair: permits go to those who wait in the order in which they came, and a newcomer doesn't
 * overtake them. A permit may be given back by another task than the one that took it. What happens
 * before a release is seen after the acquisition that it allows.
 */
public final class Semaphore {
  private static final VarHandle FREE;

  static {
    try {
      FREE = MethodHandles.lookup().findVarHandle(Semaphore.class, "free", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int permits;
  private final Permit.Giver giver = this::release;
  private final WaitQueue<Suspension> waiting = new WaitQueue<>(); // guarded by itself

  /** Permits to be had; if negative, how many wait. From zero down it changes under the lock. */
  private volatile int free;

  /**
   * A semaphore with {@code permits}.
   *
   * @throws IllegalArgumentException if that is less than 1
   */
  public Semaphore(int permits) {
    if (permits < 1) {
      throw new IllegalArgumentException(
          "a semaphore needs at least 1 permit, but was given " + permits);
    }
    this.permits = permits;
    this.free = permits;
  }

  /**
   * Takes a permit, waiting for one.
   *
   * @throws CancelledError if the caller is cancelled; it then has no permit, and none is lost
   */
  public Permit acquire() {
    Weft.checkpoint();
    if (!tryTake()) take();
    return new Permit(giver);
  }

  /** Takes a permit if one is free and nobody waits. */
  public Optional<Permit> tryAcquire() {
    return tryTake() ? Optional.of(new Permit(giver)) : Optional.empty();
  }

  /** Runs {@code body} with a permit. */
  public <T extends @Nullable Object, X extends Throwable> T with(Body<T, X> body) throws X {
    try (var _ = acquire()) {
      return body.call();
    }
  }

  /** Runs {@code body} with a permit. */
  public <X extends Throwable> void with(Action<X> body) throws X {
    try (var _ = acquire()) {
      body.run();
    }
  }

  /** Permits that could be taken now. */
  public int available() {
    return Math.max(0, free);
  }

  /** How many wait. */
  public int waiters() {
    return Math.max(0, -free);
  }

  private boolean tryTake() {
    for (int f = free; f > 0; f = free) {
      if (FREE.compareAndSet(this, f, f - 1)) return true;
    }
    return false;
  }

  private void take() {
    var wait = new Suspension(this);
    synchronized (waiting) {
      if (add(-1) > 0) return;
      waiting.add(wait);
    }
    try {
      wait.await();
    } catch (CancelledError e) {
      synchronized (waiting) {
        if (waiting.remove(wait)) add(1);
      }
      throw e;
    }
  }

  /** Gives a permit to the first who waits, or to nobody. */
  private void release() {
    for (int f = free; f >= 0; f = free) {
      if (FREE.compareAndSet(this, f, f + 1)) return;
    }
    hand();
  }

  private void hand() {
    while (true) {
      Suspension next;
      synchronized (waiting) {
        add(1);
        next = waiting.poll();
      }
      if (next == null || next.resume()) return;
    }
  }

  private int add(int permits) {
    return (int) FREE.getAndAdd(this, permits);
  }

  @Override
  public String toString() {
    return "semaphore with " + available() + " of " + permits + " permits free";
  }
}
