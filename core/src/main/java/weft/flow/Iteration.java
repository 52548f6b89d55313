package weft.flow;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A run of a flow whose elements a {@code for} loop pulls; made by {@link Flow#iterate}.
 *
 * <p>The flow runs on a thread of its own, from the first {@code hasNext} or {@code next} on, and
 * waits when it is the given number of elements ahead of the loop. With 0 it runs only while the
 * loop waits for an element: then what both use needs no lock. It has the context variables of the
 * one who called {@code iterate}; the deadlines and cancellations around the one who waits for an
 * element are its own, too.
 *
 * <p>{@link #close} ends the flow and waits until its {@code finally} blocks have run; after a loop
 * to the end there is nothing to close. The flow learns of it by what its {@code emit} throws; if
 * it is ahead, and waits for something else just then, it is cancelled in that wait, and clean-up
 * that suspends has to be shielded. A loop that is left early without it leaves the flow suspended
 * until the garbage collector finds it; then it is ended on its own thread, and what it throws goes
 * to the environment's reporter.
 *
 * <p>Failures come out of {@code hasNext} and {@code next} as they come out of other terminals,
 * after the elements before them. Both throw a {@link weft.CancelledError} if the caller is
 * cancelled; the flow has ended by then.
 *
 * <p>For one thread at a time. All iterators are one: a second loop goes on where the first was
 * left.
 *
 * @param <T> the type of the elements
 */
public final class Iteration<T> implements Iterable<T>, AutoCloseable {
  static final int AHEAD = 32;
  private static final int MOST_AHEAD = 1 << 20;

  /** Ends flows whose loops were left without closing them. */
  private static final Cleaner CLEANER = Cleaner.create();

  private final Pull<T> pull;
  private final Cleaner.Cleanable cleanable;
  private boolean closed;

  Iteration(Pull<T> pull) {
    this.pull = pull;
    this.cleanable = CLEANER.register(this, pull::abandon);
  }

  static int checked(int ahead) {
    if (ahead >= 0 && ahead <= MOST_AHEAD) return ahead;
    throw new IllegalArgumentException(
        "a flow can be from 0 to " + MOST_AHEAD + " elements ahead, not " + ahead);
  }

  @Override
  public Iterator<T> iterator() {
    return new Elements();
  }

  /**
   * Ends the flow, and waits until it has ended; does nothing if it has.
   *
   * <p>In a cancelled scope too: then the flow's suspension points throw, like the caller's.
   */
  @Override
  public void close() {
    closed = true;
    try {
      pull.close();
    } catch (Throwable t) {
      throw out(t);
    } finally {
      cleanable.clean();
    }
  }

  private static RuntimeException out(Throwable failure) {
    Throwing.checkCancellation(failure);
    return Throwing.out(failure);
  }

  private final class Elements implements Iterator<T> {
    /**
     * Waits for the next element.
     *
     * @return false if the flow has ended
     */
    @Override
    public boolean hasNext() {
      if (closed) throw new IllegalStateException("the iteration was closed");
      try {
        return pull.hasNext();
      } catch (Throwable t) {
        throw out(t);
      } finally {
        Reference.reachabilityFence(Iteration.this);
      }
    }

    /**
     * Waits for the next element, and returns it.
     *
     * @throws NoSuchElementException if the flow has ended
     */
    @Override
    public T next() {
      if (!pull.hasMore() && !hasNext()) throw new NoSuchElementException("the flow has ended");
      return pull.next();
    }
  }
}
