package weft;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread at work for Weft: a task's, or one of the program's own that called an entry point.
 *
 * <p><b>Finding it.</b> A task's thread carries its strand as its uncaught-exception handler: a
 * field that every thread has, read in a nanosecond, where a thread-local would cost each of a
 * million tasks a map. Other threads have a thread-local.
 *
 * <p><b>Signals.</b> The canceller leaves word in {@link #signals}: LOOK (a node above may be
 * cancelled; the truth is found by walking up) and NEWS (not yet noticed). If the strand is parked
 * in a {@link Suspension} it is unparked and looks itself. Else it may be in a blocking call of the
 * JDK and gets one interrupt: the canceller claims the strand (FIRING), makes sure that it is still
 * inside what was cancelled, interrupts, and says so (FIRED). A strand that leaves a node, or
 * enters a shield, first moves its innermost node and then reads the signals: it waits for a claim
 * to end and takes back an interrupt that no longer concerns it. So none is ever left behind.
 */
abstract class Strand extends CancelNode implements Runnable, Thread.UncaughtExceptionHandler {
  private static final int LOOK = 1;
  private static final int NEWS = 2;
  private static final int FIRING = 4;
  private static final int FIRED = 8;
  private static final int BEGUN = 16;
  private static final int SPINS = 64;

  private static final VarHandle SIGNALS;
  private static final VarHandle INNERMOST;
  static final ThreadLocal<@Nullable Strand> FOREIGN = new ThreadLocal<>();

  static {
    try {
      var lookup = MethodHandles.lookup();
      SIGNALS = lookup.findVarHandle(Strand.class, "signals", int.class);
      INNERMOST = lookup.findVarHandle(Strand.class, "innermost", CancelNode.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final Environment environment;
  @Nullable Binding bindings;

  /** Written before {@link #begin} signals BEGUN; a canceller reads it only after that. */
  private @Nullable Thread thread;

  private volatile @Nullable CancelNode innermost;
  private volatile @Nullable Suspension waiting;
  private volatile int signals;

  Strand(@Nullable CancelNode parent, Environment environment, @Nullable Binding bindings) {
    super(parent);
    this.environment = environment;
    this.bindings = bindings;
    INNERMOST.set(this, this); // plain: the strand is published by the start of its thread
  }

  /** The calling thread's strand; one is made for a thread that has none. */
  static Strand current() {
    var strand = find();
    return strand != null ? strand : ForeignStrand.attach();
  }

  /** The calling thread's strand, or null. */
  static @Nullable Strand find() {
    var thread = Thread.currentThread();
    return thread.getUncaughtExceptionHandler() instanceof Strand s && s.thread == thread
        ? s
        : FOREIGN.get();
  }

  @Override
  final Strand owner() {
    return this;
  }

  final @Nullable CancelNode innermost() {
    return innermost;
  }

  final @Nullable Thread thread() {
    return thread;
  }

  /** What this strand waits for, or null. */
  final @Nullable Suspension waiting() {
    return waiting;
  }

  /** Gives a thread that is not yet started to this strand. */
  final void adopt(Thread unstarted) {
    thread = unstarted;
    unstarted.setUncaughtExceptionHandler(this);
  }

  /** Called on the strand's thread before all else; false if it is cancelled already. */
  final boolean begin() {
    var current = Thread.currentThread();
    if (thread != current) thread = current;
    int unused = (int) SIGNALS.getAndBitwiseOr(this, BEGUN);
    return effective(this) == null;
  }

  /**
   * Called on the strand's thread after all else, where the thread ends with the strand. An
   * interrupt that comes late does no harm then, so no care is taken.
   */
  final void end() {
    INNERMOST.setRelease(this, null);
  }

  /** Like {@link #end}, where the thread goes on: from here on nothing reaches it any more. */
  final void detach() {
    moveTo(null);
  }

  /** Enters {@code node}, whose parent becomes the innermost node. */
  final void enter(CancelNode node) {
    node.parent = innermost;
    innermost = node;
    if (node.cancellation() != null) {
      signal(LOOK | NEWS);
      remind();
    }
  }

  /** Enters a shield; returns whether an interrupt of ours was taken back from the thread. */
  final boolean enterShield(Shield shield) {
    enter(shield);
    if ((signals & (FIRING | FIRED)) == 0) return false;
    awaitClaim();
    if ((signals & FIRED) == 0 || effective(innermost) != null) return false;
    unsignal(FIRED);
    return Thread.interrupted();
  }

  /** Leaves {@code node}, the innermost one, and takes back an interrupt that was for it. */
  void leave(CancelNode node) {
    moveTo(node.parent);
  }

  private void moveTo(@Nullable CancelNode node) {
    innermost = node;
    settle();
  }

  private void settle() {
    if ((signals & (FIRING | FIRED)) == 0) return;
    awaitClaim();
    if ((signals & FIRED) != 0 && effective(innermost) == null) {
      var unused = Thread.interrupted();
      unsignal(FIRED);
    }
  }

  /** Throws if this strand is cancelled: what every suspension point does first. */
  final void checkpoint() {
    if ((signals & LOOK) == 0) return;
    var c = pending();
    if (c != null) throw told(c);
  }

  /** What cancels this strand where it is now, or null. */
  final @Nullable Cancellation pending() {
    if ((signals & LOOK) == 0) return null;
    var c = effective(innermost);
    if (c != null) return c;
    unsignal(LOOK); // before another look, so that what comes meanwhile isn't lost
    c = effective(innermost);
    if (c != null) signal(LOOK);
    return c;
  }

  /** Notes that the strand hears of its cancellation, by the error that this returns. */
  final CancelledError told(Cancellation c) {
    awaitClaim();
    if ((signals & FIRED) != 0) {
      var unused = Thread.interrupted();
    }
    unsignal(FIRED | NEWS);
    return c.error(null);
  }

  /**
   * Called where the strand goes on although it is cancelled (what it waited for came true, or a
   * shield ends): its next blocking call is to be interrupted, if it has not heard of it yet.
   */
  final void remind() {
    if ((signals & NEWS) == 0 || effective(innermost) == null) return;
    awaitClaim();
    signal(LOOK | FIRED);
    unsignal(NEWS);
    Thread.currentThread().interrupt();
  }

  /** Marks that the strand is to look upwards again, after a shield. */
  final void lookAgain(boolean interrupt) {
    if (effective(innermost) == null) return;
    signal(interrupt ? LOOK | NEWS : LOOK);
    remind();
  }

  /** Tells the strand that a node above it was cancelled; called by the canceller. */
  final void deliver() {
    if ((signal(LOOK | NEWS) & BEGUN) == 0) return; // it looks when it begins
    if (unparked() || !claim()) return;
    // The claim is visible: the strand can't leave what was cancelled without waiting for its end.
    if (waiting != null || effective(innermost) == null) {
      unsignal(FIRING);
      var unused = unparked();
      return;
    }
    var t = thread;
    if (t != null) t.interrupt();
    signal(FIRED);
    unsignal(FIRING | NEWS);
  }

  private boolean unparked() {
    if (waiting == null) return false;
    LockSupport.unpark(thread);
    return true;
  }

  private boolean claim() {
    return (signal(FIRING) & FIRING) == 0;
  }

  private void awaitClaim() {
    for (int i = 0; (signals & FIRING) != 0; i++) {
      if (i < SPINS) Thread.onSpinWait();
      else Thread.yield();
    }
  }

  /** Says what the strand waits for; it must look at its signals after this. */
  final void startWaiting(Suspension suspension) {
    waiting = suspension;
  }

  final void stopWaiting() {
    waiting = null;
  }

  /** Parks the thread until it is unparked or interrupted, or for no reason. */
  final void park() {
    LockSupport.park();
    if (Thread.currentThread().isInterrupted()) interrupted();
  }

  private void interrupted() {
    awaitClaim();
    boolean ours = (signals & FIRED) != 0;
    var unused = Thread.interrupted();
    if (ours) {
      unsignal(FIRED);
      signal(NEWS);
    } else {
      foreignInterrupt();
    }
  }

  /** Someone else interrupted this strand's thread, and the flag has been cleared. */
  abstract void foreignInterrupt();

  /** Whether an interrupt came that no scope can be cancelled for; gives it back to the thread. */
  boolean isInterruptedOutside() {
    return false;
  }

  private int signal(int bits) {
    return (int) SIGNALS.getAndBitwiseOr(this, bits);
  }

  private void unsignal(int bits) {
    int unused = (int) SIGNALS.getAndBitwiseAnd(this, ~bits);
  }

  /** Reached only by what escapes from the strand itself: its body's failures never do. */
  @Override
  public final void uncaughtException(Thread t, Throwable error) {
    environment.report("thread " + t, error);
  }
}
