package weft.internal.loop;

/**
 * How one thread that is known to a loop waits: a thread of the loop gives up its turn meanwhile, a
 * thread outside is known to be waiting.
 */
public abstract non-sealed class Seat extends Ready {
  static final int WAITING = 0; // parked, or about to be
  static final int READY = 1; // in line
  static final int RUNNING = 2; // has the turn
  static final int WOKEN = 3; // has the turn, and was woken meanwhile
  static final int ENDED = 4;

  Seat() {}

  /** The thread, which has to be started by {@link #start}. */
  public abstract Thread thread();

  /** What the thread runs. */
  public abstract Runnable work();

  /** Starts the thread: it begins when its turn comes. */
  public abstract void start();

  /**
   * Called by the thread: waits for {@link #wake}. May return without one; the thread is
   * interrupted then, or was woken for an earlier wait.
   */
  public abstract void park();

  /** Ends a wait, or the next one if there is none; from any thread. */
  public abstract void wake();

  /** Called by the thread: lets all others run that are in line. */
  public abstract void giveWay();
}
