package weft.inspect;

import java.util.Collection;

/**
 * Something that tasks wait for because others have it: what a {@link weft.Suspension} is given as
 * the object waited for may say who has it, and is then seen in the graph of who waits for whom.
 *
 * <p>Both methods are called while a picture is taken, on the thread of the one who takes it, and
 * from time to time only: they must neither wait nor change anything. What they say may be out of
 * date at once; a deadlock is named only if it was still there at a second look.
 */
public interface Held {
  /** The threads of the tasks that have it; empty if nobody has it, or nobody knows who. */
  Collection<Thread> holders();

  /**
   * Whether a waiter may go on as soon as any of the holders lets go, as with the permits of a
   * semaphore; if not, all of them have to.
   */
  default boolean anyWillDo() {
    return false;
  }
}
