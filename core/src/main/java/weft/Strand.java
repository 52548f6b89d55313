package weft;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import weft.internal.kit.Observed;
import weft.internal.lock.Backoff;
import weft.internal.loop.Seat;
import weft.internal.loop.TurnTaker;
import weft.internal.time.Intake;
import weft.internal.time.TimerThread;

/**
 * A thread at work for Weft: a task's, or one of the program's own that called an entry point.
 *
 * <p><b>Finding it.</b> A task's thread carries its strand as its uncaught-exception handler: a
 * field that every thread has, read in a nanosecond, where a thread-local would cost each of a
 * million tasks a map. Other threads have a thread-local.
 *
 * <p><b>Signals.</b> The canceller leaves word in {@link #signals}: LOOK (a node above may be
 * cancelled; the truth is found by walking up) and NEWS (the strand has not heard of it). If the
 * strand is parked in a {@link Suspension} it is unparked and looks itself. Else it may be in a
 * blocking call of the JDK and gets one interrupt, which FIRED notes. All that changes NEWS, FIRED
 * and the interrupt flag happens under a spin lock, the bit BUSY, held for a few instructions: the
 * canceller interrupts only after it has seen, under the lock, that the strand is still inside what
 * was cancelled. A strand that leaves a node, or enters a shield, first moves its innermost node
 * and then reads the signals: so it waits for a canceller at work, and takes back an interrupt that
 * no longer concerns it. None is ever left behind.
 */
abstract class Strand extends CancelNode
    implements Runnable, Thread.UncaughtExceptionHandler, Observed, TurnTaker {
  private static final int LOOK = 1;
  private static final int NEWS = 2;
  private static final int BUSY = 4;
  private static final int FIRED = 8;
  private static final int BEGUN = 16;
  private static final int OBSERVED = 32;
  private static final int BACKGROUND = 64;
  private static final int EXPLORED = 128;
  private static final int TOLD = 256; // of a cancellation of all of it; noted where explored
  private static final int REFUSED = 512; // its thread may have been started, but it must not begin
  private static final int SPINS = 64;
  private static final int MANY = 1_024; // pauses

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

  /** How it waits, if an event loop has to know; set before it is started. */
  @Nullable Seat seat;

  /** Written before {@link #begin} signals BEGUN; a canceller reads it only after that. */
  private @Nullable Thread thread;

  private volatile @Nullable CancelNode innermost;
  private volatile @Nullable Suspension waiting;
  private volatile int signals;
  private int pauses;

  /** The cancellation that the strand was told of, or interrupted for, last; under the lock. */
  private volatile @Nullable Cancellation heard;

  Strand(@Nullable CancelNode parent, Environment environment, @Nullable Binding bindings) {
    super(parent);
    this.environment = environment;
    this.bindings = Origin.isWanted() ? Origin.bind(environment, bindings) : bindings;
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

  final boolean hasBegun() {
    return (signals & BEGUN) != 0;
  }

  /** Whether anybody has looked, or is sure to look, at how the task ended. */
  final boolean isObserved() {
    return (signals & OBSERVED) != 0;
  }

  final void observe() {
    if (!isObserved()) signal(OBSERVED);
  }

  final boolean isBackground() {
    return (signals & BACKGROUND) != 0;
  }

  /** Called before the thread is started. */
  final void inBackground() {
    signal(BACKGROUND);
  }

  /** What this strand waits for, or null. */
  final @Nullable Suspension waiting() {
    return waiting;
  }

  @Override
  public final @Nullable Object waitsFor() {
    var suspension = waiting;
    return suspension == null || suspension.isOver() ? null : suspension.on();
  }

  @Override
  public final boolean takesTurns() {
    return environment.loop() != null || environment.explorer != null;
  }

  /** Gives a thread that is not yet started to this strand. */
  final void adopt(Thread unstarted) {
    thread = unstarted;
    unstarted.setUncaughtExceptionHandler(this);
  }

  /** Starts the thread that was given to this strand. */
  final void start() {
    var s = seat;
    if (s != null) s.start();
    else Objects.requireNonNull(thread).start();
  }

  /** Called on the strand's thread: waits for {@link #wake}, or an interrupt, or for nothing. */
  final void park() {
    var s = seat;
    if (s != null) {
      s.park();
    } else {
      countPause();
      LockSupport.park();
    }
  }

  private void countPause() {
    if (++pauses % MANY == 0) TimerThread.letOthersIn();
  }

  /** Ends {@link #park}, or the next one. */
  final void wake() {
    var s = seat;
    if (s != null) s.wake();
    else Intake.unpark(thread);
  }

  /** Called on the strand's thread: lets others run. */
  final void giveWay() {
    var s = seat;
    if (s != null) {
      s.giveWay();
    } else {
      countPause();
      Intake.giveWay();
    }
  }

  /**
   * Called where its thread could not be started, as far as the caller knows: keeps it from
   * beginning. False if it has begun all the same.
   */
  final boolean refuse() {
    return (signal(REFUSED) & BEGUN) == 0;
  }

  /**
   * Called on the strand's thread before all else; false if it is cancelled already, or refused.
   */
  final boolean begin() {
    var current = Thread.currentThread();
    if (thread != current) thread = current;
    int begun = environment.explorer == null ? BEGUN : BEGUN | EXPLORED;
    int before = (int) SIGNALS.getAndBitwiseOr(this, begun);
    return (before & REFUSED) == 0 && effective(this) == null;
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
    if ((signals & FIRED) == 0 && Thread.currentThread().isInterrupted()) interrupted();
    enter(shield);
    if ((signals & (BUSY | FIRED)) == 0) return false;
    lock();
    boolean taken = (signals & FIRED) != 0 && effective(innermost) == null && takeBack();
    unlock();
    return taken;
  }

  /** Leaves {@code node}, the innermost one, and takes back an interrupt that was for it. */
  void leave(CancelNode node) {
    var up = node.parent;
    if (up == null) return; // the stack had no room to enter it
    moveTo(up);
    var c = node.cancellation();
    if (c != null) c.settled();
  }

  private void moveTo(@Nullable CancelNode node) {
    innermost = node;
    settle();
  }

  /** Leaves a nursery: {@link #leave}, and its next blocking call learns of what came meanwhile. */
  final void exit(Nursery nursery) {
    leave(nursery);
    remind();
  }

  private void settle() {
    if ((signals & (BUSY | FIRED)) == 0) return;
    lock();
    if ((signals & FIRED) != 0 && effective(innermost) == null) takeBack();
    unlock();
  }

  /** Under the lock: clears an interrupt of ours; returns whether it was still there. */
  private boolean takeBack() {
    unsignal(FIRED);
    boolean there = Thread.interrupted();
    var c = heard;
    if (there && c != null) c.takeBack();
    return there;
  }

  /** Throws if this strand is cancelled: what every suspension point does first. */
  final void checkpoint() {
    if ((signals & (LOOK | EXPLORED)) == 0) return;
    var explorer = environment.explorer;
    if (explorer != null) explorer.checkpoint();
    requireNotCancelled();
  }

  /** Like {@link #checkpoint}, where the caller may hold a lock: no moment for others to run. */
  final void requireNotCancelled() {
    if ((signals & LOOK) == 0) return;
    var c = pending();
    if (c != null) throw told(c, null);
  }

  /** The cancellation of all of this strand that it was told of, or null; known where explored. */
  final @Nullable Cancellation toldOf() {
    return (signals & TOLD) == 0 ? null : effective(this);
  }

  /** Whether it is worth the while to ask what is {@link #pending}. */
  final boolean mayBeCancelled() {
    return (signals & LOOK) != 0;
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
  final CancelledError told(Cancellation c, @Nullable Throwable inner) {
    lock();
    heard = c;
    c.tell();
    if ((signals & FIRED) != 0) {
      boolean unused = takeBack();
    }
    unsignal(NEWS | BUSY);
    if (environment.explorer != null && effective(this) == c) signal(TOLD);
    return c.error(inner);
  }

  /**
   * Called where the strand goes on although it is cancelled (what it waited for came true, or a
   * shield ends): its next blocking call is to be interrupted, if it has not heard of it yet.
   */
  final void remind() {
    if ((signals & NEWS) == 0) return;
    lock();
    var c = effective(innermost);
    if ((signals & NEWS) != 0 && c != null) {
      hear(c);
      unsignal(NEWS);
      Thread.currentThread().interrupt();
      signal(LOOK | FIRED);
    }
    unlock();
  }

  /**
   * Leaves a shield and looks upwards again: what came meanwhile, and what was taken back from the
   * thread when it was entered, is news.
   */
  final void exitShield(Shield shield, boolean interrupted) {
    leave(shield);
    var c = effective(innermost);
    if (c == null) return;
    signal(interrupted || c != heard ? LOOK | NEWS : LOOK);
    remind();
  }

  /** Has the strand look upwards at its next suspension point, at the latest. */
  final void haveLook() {
    signal(LOOK);
  }

  /**
   * Tells the strand that a node above it was cancelled; called by the canceller.
   *
   * @param onTimer whether the caller is a timer, which mustn't wait for a channel to be closed
   */
  final void deliver(boolean onTimer) {
    if ((signal(LOOK | NEWS) & BEGUN) == 0) return; // it looks when it begins
    if (unparked()) return;
    // Where schedules are explored, another thread at work would not be repeatable.
    if (onTimer && environment.explorer == null) Aside.run(this::interruptIfCancelled);
    else interruptIfCancelled();
  }

  private void interruptIfCancelled() {
    lock();
    // As long as this holds the lock, the strand can't leave what was cancelled.
    var c = effective(innermost);
    boolean hit = false;
    if (c != null && waiting == null && (signals & NEWS) != 0) {
      hit = true;
      hear(c);
      unsignal(NEWS); // before the interrupt: news that come after it are another interrupt's
      var t = thread;
      if (t != null) t.interrupt();
      signal(FIRED);
    }
    unlock();
    if (!hit) {
      boolean unused = unparked();
    }
  }

  private boolean unparked() {
    if (waiting == null) return false;
    wake();
    return true;
  }

  private void hear(Cancellation c) {
    heard = c;
    c.interrupt();
  }

  /** Held for a few instructions by whoever changes NEWS, FIRED or the interrupt flag. */
  private void lock() {
    for (int i = 0; (signal(BUSY) & BUSY) != 0; i++) {
      if (i < SPINS) Thread.onSpinWait();
      else Backoff.giveWay(i - SPINS);
    }
  }

  private void unlock() {
    unsignal(BUSY);
  }

  /** Says what the strand waits for; it must look at its signals after this. */
  void startWaiting(Suspension suspension) {
    waiting = suspension;
    if (Origin.isWanted()) Origin.waits(this, suspension);
  }

  void stopWaiting() {
    waiting = null;
  }

  /** Called where the thread was found interrupted after it had parked: clears the flag. */
  final void interrupted() {
    lock();
    boolean ours = (signals & FIRED) != 0;
    boolean unused = takeBack();
    if (ours) signal(NEWS); // the strand has not heard of it
    unlock();
    if (!ours) foreignInterrupt();
  }

  /** Drops an interrupt of others that was left behind by work which has ended. */
  final void forgetForeignInterrupt() {
    if (!Thread.currentThread().isInterrupted()) return;
    lock();
    if ((signals & FIRED) == 0) Thread.interrupted();
    unlock();
  }

  /** Someone else interrupted this strand's thread, and the flag has been cleared. */
  void foreignInterrupt() {
    cancel(Cancellation.interrupted());
  }

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
