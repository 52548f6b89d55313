package weft.sync;

import weft.CancelledError;
import weft.Suspension;
import weft.WaitQueue;
import weft.Weft;

/**
 * Where a number of tasks wait for each other, again and again.
 *
 * <p>Either all of a round pass, or none does: if one of them is cancelled while it waits (a
 * timeout is a cancellation), the barrier is broken, and the others get a {@link
 * BrokenBarrierException} rather than wait for one who won't come. It stays so until {@link
 * #reset}. What happens before an {@link #await} is seen after all others of the round.
 *
 * <p>Source: {@link java.util.concurrent.CyclicBarrier}; {@code asyncio.Barrier} stays whole when
 * one is cancelled, which then has to come back. It has no action to run: whoever gets the last
 * index can do what is to be done once a round, and a second {@code await} makes the others wait
 * for it.
 */
public final class Barrier {
  private final Object lock = new Object(); // not this: users may hold that
  private final int parties;
  private final WaitQueue<Suspension> waiting = new WaitQueue<>(); // guarded by the lock
  private Round round = new Round(); // guarded by the lock, with what is in it

  /** A round that ends by all passing, or broken: its waiters read how, under the lock. */
  private static final class Round {
    String broken = "";

    boolean isBroken() {
      return !broken.isEmpty();
    }

    void requireWhole() {
      if (isBroken()) throw new BrokenBarrierException(broken);
    }
  }

  /**
   * A barrier for {@code parties} tasks.
   *
   * @throws IllegalArgumentException if that is less than 1
   */
  public Barrier(int parties) {
    if (parties < 1) {
      throw new IllegalArgumentException(
          "a barrier needs at least 1 party, but was given " + parties);
    }
    this.parties = parties;
  }

  /**
   * Waits until all parties wait; then they pass, and the next round begins.
   *
   * @return how many came before the caller in this round: 0 for the first
   * @throws BrokenBarrierException if the barrier is broken, or is while this waits
   * @throws CancelledError if the caller is cancelled; if it waited, the barrier is broken
   */
  public int await() {
    Weft.checkpoint();
    Round mine;
    int index;
    Suspension wait;
    synchronized (lock) {
      mine = round;
      mine.requireWhole();
      index = waiting.size();
      if (index == parties - 1) {
        pass();
        mine.requireWhole();
        return index;
      }
      wait = new Suspension(this);
      waiting.add(wait);
    }
    Waits.await(wait, () -> cancelled(mine));
    synchronized (lock) {
      mine.requireWhole();
    }
    return index;
  }

  /**
   * The last has come. Whoever is cancelled at this moment doesn't pass, so nobody may. Those that
   * were woken before it was found learn of it when they get the lock.
   */
  private void pass() {
    boolean all = true;
    for (var next = waiting.poll(); next != null; next = waiting.poll()) all &= next.resume();
    if (all) round = new Round();
    else round.broken = "a task was cancelled while it waited at the barrier";
  }

  private void cancelled(Round mine) {
    synchronized (lock) {
      if (mine == round && !mine.isBroken()) {
        end(mine, "a task was cancelled while it waited at the barrier");
      }
    }
  }

  private void end(Round ended, String why) {
    if (!ended.isBroken()) ended.broken = why;
    for (var next = waiting.poll(); next != null; next = waiting.poll()) {
      boolean unused = next.resume();
    }
  }

  /** Breaks the barrier: whoever waits, or comes, gets a {@link BrokenBarrierException}. */
  public void abort() {
    synchronized (lock) {
      end(round, "the barrier was aborted");
    }
  }

  /** Makes the barrier whole again; whoever waits gets a {@link BrokenBarrierException}. */
  public void reset() {
    synchronized (lock) {
      end(round, "the barrier was reset");
      round = new Round();
    }
  }

  /** Tells whether it is broken. */
  public boolean isBroken() {
    synchronized (lock) {
      return round.isBroken();
    }
  }

  /** How many have to meet. */
  public int parties() {
    return parties;
  }

  /** How many tasks wait. */
  public int waiters() {
    synchronized (lock) {
      return waiting.size();
    }
  }

  @Override
  public String toString() {
    synchronized (lock) {
      return round.isBroken()
          ? "broken barrier"
          : "barrier at which " + waiting.size() + " of " + parties + " wait";
    }
  }
}
