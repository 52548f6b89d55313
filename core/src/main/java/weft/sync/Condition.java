package weft.sync;

import java.util.function.BooleanSupplier;
import weft.CancelledError;
import weft.WaitQueue;
import weft.Weft;
import weft.internal.lock.Backoff;

/**
 * Where tasks wait for something to become true of what a {@link Mutex} guards.
 *
 * <pre>{@code
 * try (var _ = mutex.acquire()) {
 *   notEmpty.awaitUntil(() -> !items.isEmpty());
 *   return items.removeFirst();
 * }
 * }</pre>
 *
 * <p>All but {@link #waiters} is for the holder of the mutex. Fair: signals go to those who wait in
 * the order in which they came. Whoever is signalled lines up for the mutex at once, and is woken
 * when it has it. No wait ends without a signal. What happens before a signal is seen after the
 * wait that it ends.
 *
 * <p>Source: {@code asyncio.Condition} ({@code notify} and {@code notify_all} are {@code signal}
 * and {@code signalAll} here, as in the JDK, since every object of Java has a {@code notify}).
 */
public final class Condition {
  private static final long RETRY = 100_000; // nanoseconds

  private final Mutex mutex;
  private final WaitQueue<Waiter> waiting = new WaitQueue<>(); // guarded by the mutex
  private volatile int waiters; // of these, for those who don't hold the mutex

  /** One who waits for a signal here, and after that in the line of the mutex. */
  private static final class Waiter extends Permits.Waiter {
    boolean signalled; // guarded by the mutex

    Waiter(Condition on) {
      super(on, 1);
    }
  }

  Condition(Mutex mutex) {
    this.mutex = mutex;
  }

  /**
   * Gives the mutex back, waits for a signal, and takes the mutex again. As others may get it
   * first, what was waited for need not hold any more: see {@link #awaitUntil}.
   *
   * @throws IllegalStateException if the caller doesn't hold the mutex
   * @throws CancelledError if the caller is cancelled; it then holds the mutex again (to get it is
   *     shielded), and a signal that was meant for it goes to the next
   */
  public void await() {
    mutex.requireHeld();
    var wait = new Waiter(this);
    waiting.add(wait);
    counted();
    mutex.release();
    try {
      mutex.permits().await(wait);
      mutex.held();
    } catch (CancelledError e) {
      takeAgain();
      if (wait.signalled) signal();
      else waiting.remove(wait);
      counted();
      throw e;
    }
  }

  private void takeAgain() {
    try {
      Weft.shield(() -> mutex.permits().take(1));
    } catch (CancelledError forced) { // by the end of a grace period: no suspension waits any more
      while (!mutex.permits().tryTake(1)) Backoff.nap(RETRY);
    }
    mutex.held();
  }

  /**
   * Waits until {@code predicate} is true: asks it, while holding the mutex, now and after every
   * signal. What it throws comes out, with the mutex held.
   *
   * @throws IllegalStateException if the caller doesn't hold the mutex
   * @throws CancelledError if the caller is cancelled; it then holds the mutex
   */
  public void awaitUntil(BooleanSupplier predicate) {
    mutex.requireHeld();
    Weft.checkpoint();
    while (!predicate.getAsBoolean()) await();
  }

  /**
   * Ends the wait of the one who has waited longest; does nothing if nobody waits.
   *
   * @throws IllegalStateException if the caller doesn't hold the mutex
   */
  public void signal() {
    mutex.requireHeld();
    boolean signalled = false;
    while (!signalled) {
      var next = waiting.poll();
      if (next == null) break;
      signalled = !next.isCancelled();
      if (signalled) {
        next.signalled = true;
        mutex.permits().add(next);
      }
    }
    counted();
  }

  /**
   * Ends the wait of all who wait now; they get the mutex one after the other.
   *
   * @throws IllegalStateException if the caller doesn't hold the mutex
   */
  public void signalAll() {
    mutex.requireHeld();
    while (!waiting.isEmpty()) signal();
  }

  private void counted() {
    waiters = waiting.size();
  }

  /** How many tasks wait for a signal. */
  public int waiters() {
    return waiters;
  }

  @Override
  public String toString() {
    return "condition of a " + mutex + ", " + waiters + " waiting for a signal";
  }
}
