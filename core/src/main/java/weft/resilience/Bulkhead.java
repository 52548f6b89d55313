package weft.resilience;

import org.jspecify.annotations.Nullable;
import weft.Body;
import weft.CancelledError;
import weft.Weft;
import weft.sync.Permit;
import weft.sync.Semaphore;

/**
 * Lets a number of calls go on at once, a number wait, and refuses the rest: so that one slow
 * service doesn't take all the memory and threads of its callers.
 *
 * <p>First come, first served. A cancelled wait gives its place back. Thread-safe.
 *
 * <p>Source: Michael Nygard, "Release It!". To limit without refusing, take a {@link Semaphore}.
 */
public final class Bulkhead implements CallPolicy {
  private final int atOnce;
  private final int waiting;
  private final Semaphore places; // for those who go on and those who wait
  private final Semaphore running;

  private Bulkhead(int atOnce, int waiting) {
    if (atOnce < 1 || waiting < 0 || waiting > Integer.MAX_VALUE - atOnce) {
      throw new IllegalArgumentException(
          "a bulkhead is for 1 at once or more, and 0 waiting or more, not "
              + atOnce
              + " and "
              + waiting);
    }
    this.atOnce = atOnce;
    this.waiting = waiting;
    places = new Semaphore(atOnce + waiting);
    running = new Semaphore(atOnce);
  }

  /** A bulkhead for {@code atOnce} calls at once, where nobody waits. */
  public static Bulkhead of(int atOnce) {
    return new Bulkhead(atOnce, 0);
  }

  /** A bulkhead for {@code atOnce} calls at once, and {@code waiting} that wait. */
  public static Bulkhead of(int atOnce, int waiting) {
    return new Bulkhead(atOnce, waiting);
  }

  /**
   * Calls {@code body}, waiting for room if need be.
   *
   * @throws BulkheadFullException if there is not even room to wait
   * @throws X what the body throws
   * @throws CancelledError if the caller is cancelled; if it is while it waits, the body isn't
   *     called
   */
  @Override
  public <T extends @Nullable Object, X extends Throwable> T call(Body<T, X> body) throws X {
    Weft.checkpoint();
    try (var _ = enter()) {
      return body.call();
    }
  }

  private Exit enter() {
    var place = places.tryAcquire().orElseThrow(this::full);
    try {
      return new Exit(place, running.acquire());
    } catch (Throwable t) {
      place.close();
      throw t;
    }
  }

  /** The place first: whoever finds it free is sure to find room soon. */
  private record Exit(Permit place, Permit running) implements AutoCloseable {
    @Override
    public void close() {
      place.close();
      running.close();
    }
  }

  private BulkheadFullException full() {
    return new BulkheadFullException(
        "the bulkhead is full: " + atOnce + " calls go on and " + waiting + " wait");
  }

  /** How many calls go on. */
  public int running() {
    return atOnce - running.available();
  }

  /** How many wait. */
  public int waiters() {
    return running.waiters();
  }

  @Override
  public String toString() {
    return "bulkhead with " + running() + " of " + atOnce + " calls";
  }
}
