package weft.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import weft.Suspension;

/**
 * The wait of a task that stands in one queue of a channel or, by a select, in several: at most one
 * of its {@link Waiter}s is served.
 *
 * <p>As long as it hasn't said that it parks, it can't be cancelled, and to write the winner is all
 * it takes to serve it. After that, {@link #resume} decides between the one who serves and a
 * cancellation. The waiting task says that it parks and then looks for a winner, the serving one
 * writes the winner and then looks whether it parks: so at least one of the two sees the other.
 */
final class Wait extends Suspension {
  private static final VarHandle WINNER;

  static {
    try {
      WINNER = MethodHandles.lookup().findVarHandle(Wait.class, "winner", Waiter.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile @Nullable Waiter<?> winner;
  private volatile boolean parks;

  Wait(Object on) {
    super(on);
  }

  /** Ends the wait in favour of {@code waiter}; false if it is over already, or cancelled. */
  boolean serve(Waiter<?> waiter) {
    if (winner != null || !WINNER.compareAndSet(this, null, waiter)) return false;
    return !parks || resume();
  }

  /**
   * Waits until served.
   *
   * @return the one that was
   * @throws weft.CancelledError if the task is cancelled; none is served then
   */
  Waiter<?> awaitWinner() {
    parks = true;
    var served = winner;
    if (served != null) return served;
    await();
    served = winner;
    if (served == null) throw new AssertionError("resumed by nobody");
    return served;
  }

  /** Whether one was served already. */
  boolean isServed() {
    return winner != null;
  }
}
