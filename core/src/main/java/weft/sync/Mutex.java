package weft.sync;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.Action;
import weft.Body;
import weft.CancelledError;

/**
 * Lets one task in at a time, and may be held across suspensions.
 *
 * <p>Fair, like {@link Semaphore}. It can't be taken again by the thread that holds it: that would
 * wait for ever, and is refused instead.
 */
public final class Mutex {
  private final Semaphore semaphore = new Semaphore(1);
  private volatile @Nullable Thread holder;

  /** A free mutex. */
  public Mutex() {}

  /**
   * Takes the mutex, waiting for it; closing what this returns gives it back.
   *
   * @throws IllegalStateException if the caller's thread holds it already
   * @throws CancelledError if the caller is cancelled; it then doesn't hold the mutex
   */
  public Permit acquire() {
    var caller = Thread.currentThread();
    if (holder == caller) {
      throw new IllegalStateException("this task holds the mutex already; it is not reentrant");
    }
    return held(semaphore.acquire());
  }

  /** Takes the mutex if it is free and nobody waits. */
  public Optional<Permit> tryAcquire() {
    return semaphore.tryAcquire().map(this::held);
  }

  private Permit held(Permit permit) {
    holder = Thread.currentThread();
    return new Permit(() -> {
      holder = null;
      permit.close();
    });
  }

  /** Runs {@code body} while holding the mutex. */
  public <T extends @Nullable Object, X extends Throwable> T with(Body<T, X> body) throws X {
    try (var _ = acquire()) {
      return body.call();
    }
  }

  /** Runs {@code body} while holding the mutex. */
  public <X extends Throwable> void with(Action<X> body) throws X {
    try (var _ = acquire()) {
      body.run();
    }
  }

  /** Tells whether somebody holds it. */
  public boolean isHeld() {
    return semaphore.available() == 0;
  }

  /** How many wait. */
  public int waiters() {
    return semaphore.waiters();
  }

  @Override
  public String toString() {
    var h = holder;
    return h == null ? "free mutex" : "mutex held by " + h.getName();
  }
}
