package weft.junit;

import java.util.TreeMap;
import weft.Suspension;
import weft.Weft;

/**
 * Has steps of several tasks happen in a given order: {@code try (var _ = sequencer.at(1)) {…}}.
 *
 * <p>Thread-safe; each number from 0 on is for one step. What a step did is seen by the next.
 *
 * <p>Source: trio's {@code Sequencer}.
 */
public final class Sequencer {
  private final Object lock = new Object();
  private final TreeMap<Integer, Suspension> waiting = new TreeMap<>(); // guarded by lock
  private int next; // guarded by lock
  private boolean open; // guarded by lock: the step before next has not been closed
  private boolean broken; // guarded by lock

  /** One step, until it is closed. */
  public final class Step implements AutoCloseable {
    private boolean over; // guarded by lock

    private Step() {}

    /** Lets the next step begin; to call it again does nothing. */
    @Override
    public void close() {
      synchronized (lock) {
        if (over) return;
        over = true;
        open = false;
      }
      wakeNext();
    }
  }

  /** A sequence that begins with step 0. */
  public Sequencer() {}

  /**
   * Waits until all steps below {@code number} were closed, and begins that step.
   *
   * @throws IllegalStateException if there was or is such a step already, or a task that waited for
   *     its own was cancelled: the order can't be kept then
   * @throws weft.CancelledError if the caller is cancelled
   */
  public Step at(int number) {
    Weft.checkpoint();
    Suspension wait;
    synchronized (lock) {
      if (number < next || waiting.containsKey(number)) {
        throw new IllegalStateException("step " + number + " is there twice");
      }
      requireWhole();
      if (number == next && !open) {
        begin();
        return new Step();
      }
      wait = new Suspension(this);
      waiting.put(number, wait);
    }
    try {
      wait.await();
    } catch (Throwable t) {
      breakUp(number);
      throw t;
    }
    synchronized (lock) {
      requireWhole();
    }
    return new Step();
  }

  /** Waits for the turn of {@code number}, a step with nothing in it. */
  public void expect(int number) {
    at(number).close();
  }

  private void begin() {
    open = true;
    next++;
  }

  private void requireWhole() {
    if (broken) throw new IllegalStateException("a step of the sequence was cancelled");
  }

  private void wakeNext() {
    Suspension first;
    synchronized (lock) {
      if (open || waiting.isEmpty() || waiting.firstKey() != next) return;
      first = waiting.pollFirstEntry().getValue();
      begin();
    }
    boolean unused = first.resume(); // one that is cancelled breaks the sequence itself
  }

  private void breakUp(int number) {
    TreeMap<Integer, Suspension> all;
    synchronized (lock) {
      broken = true;
      waiting.remove(number);
      all = new TreeMap<>(waiting);
      waiting.clear();
    }
    for (var other : all.values()) {
      boolean unused = other.resume();
    }
  }

  @Override
  public String toString() {
    synchronized (lock) {
      return "sequencer, step " + next + " is next, " + waiting.keySet() + " wait";
    }
  }
}
