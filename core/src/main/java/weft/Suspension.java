package weft;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A wait of the calling task for a word from elsewhere: the one place where a task is parked, from
 * which every lock, queue and timer of Weft is made, and others can be.
 *
 * <p>One side creates it, makes it known (puts it into a queue, say) and calls {@link #await}. The
 * other side calls {@link #resume} once. Exactly one of resumption and cancellation wins: {@code
 * resume} returns whether it did, so that what was to be handed over can go to the next in line.
 *
 * <p>Extend it to carry what is handed over: what is written before {@code resume} is seen after
 * {@code await}. It is for one wait, by the thread that created it.
 *
 * <p>Source: trio's {@code wait_task_rescheduled}.
 */
public class Suspension {
  private static final int WAITING = 0;
  private static final int RESUMED = 1;
  private static final int CANCELLED = 2;
  private static final VarHandle STATE;

  static {
    try {
      var lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(Suspension.class, "state", int.class);
      // A rehearsal may come where the stack has no room left for this.
      lookup.ensureInitialized(TaskStrand.class);
      lookup.ensureInitialized(FanOut.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
    // Loads what the JDK runs at a virtual thread's end, for the reason given at train().
    Thread.startVirtualThread(() -> {});
  }

  private static final int TRAINING = 50_000; // suspensions until the compiler is done with it
  private static final int RARELY = 256; // so that it isn't inlined
  private static int untrained = TRAINING; // racy: it needn't be exact

  private final Strand strand;
  private final Object on;
  private volatile int state;

  @Nullable Suspension previous; // in a WaitQueue
  @Nullable Suspension next;
  @Nullable WaitQueue<?> queue;

  /**
   * Begins a wait.
   *
   * @param on what is waited for, to be shown to those who look
   * @throws CancelledError if the task is being cancelled
   */
  public Suspension(Object on) {
    this(Strand.current(), on);
    strand.requireNotCancelled();
  }

  Suspension(Strand strand, Object on) {
    this.strand = strand;
    this.on = on;
  }

  /** What is waited for. */
  public final Object on() {
    return on;
  }

  /**
   * Ends the wait; from any thread.
   *
   * @return whether it did; false if the wait was cancelled, or ended before
   */
  public final boolean resume() {
    if (state != WAITING || !STATE.compareAndSet(this, WAITING, RESUMED)) return false;
    strand.wake();
    return true;
  }

  /** Whether it is neither resumed nor cancelled yet. */
  final boolean isWaiting() {
    return state == WAITING;
  }

  /** Tells whether the wait has ended without being resumed, so that {@link #resume} can't win. */
  public final boolean isCancelled() {
    return state == CANCELLED;
  }

  /** Whether the wait has ended, though the task may not have gone on yet. */
  final boolean isOver() {
    return state != WAITING;
  }

  /**
   * Waits until resumed.
   *
   * @throws CancelledError if the task is cancelled first; {@link #resume} then returns false. The
   *     caller has to take this suspension out of where it put it.
   */
  public final void await() {
    assert Thread.currentThread() == strand.thread()
        : "a suspension is for the thread that made it";
    if (untrained > 0 && state == WAITING && --untrained % RARELY == 0) train();
    strand.startWaiting(this);
    try {
      while (state == WAITING) {
        if (strand.mayBeCancelled()) giveUpIfCancelled();
        strand.park();
        if (Thread.currentThread().isInterrupted()) interrupted();
      }
    } finally {
      stopWaiting();
    }
    strand.remind();
  }

  /** One call for all ways out, so that the compiler knows of one what it learnt of the other. */
  private void stopWaiting() {
    strand.stopWaiting();
  }

  private void giveUpIfCancelled() {
    var cancellation = strand.pending();
    if (cancellation != null && giveUp()) throw strand.told(cancellation, null);
  }

  private void interrupted() {
    strand.interrupted();
    if (strand.isInterruptedOutside() && giveUp()) {
      throw new CancelledError("the thread was interrupted", null);
    }
  }

  /** Called when the wait is cancelled, before {@link #await} throws. */
  void onGivenUp() {}

  /** Waits until resumed, whatever is cancelled meanwhile. */
  final void awaitUncancellably() {
    strand.startWaiting(this);
    while (state == WAITING) {
      strand.park();
      if (Thread.currentThread().isInterrupted()) strand.interrupted();
    }
    stopWaiting();
  }

  /**
   * Leaves a wait that is over, without parking. If a million tasks suspend before the first is
   * resumed, the JIT compiler has never seen {@link #await} end and compiles it without an end;
   * then each of the million is deoptimised when it wakes, at microseconds apiece. So some of the
   * first suspensions also show it the ways out: that of a wait that was resumed, and that of one
   * that is cancelled.
   */
  private void train() {
    var over = new Suspension(strand, on);
    over.state = RESUMED;
    over.await();
    Rehearsal.play(strand.environment);
  }

  private boolean giveUp() {
    if (!STATE.compareAndSet(this, WAITING, CANCELLED)) return false;
    onGivenUp();
    return true;
  }
}
