package weft;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work with a stack of its own, that runs only while somebody waits for it: what a
 * generator is made of.
 *
 * <p>{@link #resume} lets the body run until it calls {@link #suspend} or ends. Either the body or
 * the one who resumes it runs, never both, and each sees what the other did before; so what they
 * share needs no lock. While it runs, the body is where its resumer is: it is cancelled with it,
 * and the deadlines around the resumer are its own. Context variables are those of whoever made the
 * coroutine.
 *
 * <p>The body has a thread of the environment's, which ends with it. So one who has resumed a
 * coroutine has to {@link #finish} it, or to resume it to its end.
 *
 * <p>To hand over takes no lock. Both sides spin briefly, as long as that pays, before they park.
 *
 * <p>Source: Lua's coroutines, Python's generators.
 *
 * @param <X> what the body may throw
 */
public final class Coroutine<X extends Throwable> extends Nursery {
  private static final int NEW = 0;
  private static final int SUSPENDED = 1;
  private static final int RUNNING = 2;
  private static final int ENDED = 3;
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Coroutine.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Side side;
  private final Environment environment = Environment.current();

  private volatile int state;
  private volatile @Nullable Suspension resumer; // parked until the body is not running
  private volatile @Nullable Suspension suspended; // parked until the body is running
  private final SpinBudget resumerSpins = new SpinBudget();
  private final SpinBudget bodySpins = new SpinBudget();

  // What follows is handed over with the state.
  private boolean finishing;
  private boolean abandoned;
  private boolean kept; // suspended, and nobody has been told so
  private boolean cut;
  private @Nullable Throwable thrown;

  /** A coroutine that has not begun. */
  public Coroutine(Action<X> body) {
    Objects.requireNonNull(body, "body");
    side = new Side(Contexts.capture(environment).wrap(body), Strand.current().bindings);
  }

  /**
   * Lets the body run until it suspends or ends.
   *
   * @return whether it suspended; false if it has ended
   * @throws X what the body threw, the first time
   * @throws CancelledError if the caller is cancelled. A body that runs is cancelled too, and has
   *     suspended or ended when this throws; if it suspended, the next call just says so.
   * @throws IllegalStateException if the body is running
   */
  public boolean resume() throws X {
    var strand = Strand.current();
    strand.checkpoint();
    if (kept) {
      kept = false;
      return true;
    }
    var error = go(strand);
    if (error == null) return state != ENDED;
    kept = state == SUSPENDED;
    throw error;
  }

  /**
   * Lets the body run to its end, also in a cancelled scope: {@link #suspend} returns false from
   * now on. A body that has not begun never will.
   *
   * @throws X what the body threw
   * @throws CancelledError if the body was cut short because the caller is cancelled
   * @throws IllegalStateException if the body is running
   */
  public void finish() throws X {
    kept = false;
    if (state == ENDED || STATE.compareAndSet(this, NEW, ENDED)) return;
    finishing = true;
    var unused = go(Strand.current());
  }

  /**
   * Has the body run to its end on its own, for one who can't wait for it; what it throws then goes
   * to the environment's reporter. For a coroutine that nobody will resume any more.
   */
  public void abandon() {
    if (!STATE.compareAndSet(this, SUSPENDED, RUNNING)) return;
    finishing = true;
    abandoned = true;
    parent = null;
    wake(suspended);
  }

  /**
   * Called by the body, on its own thread: lets the resumer go on, and waits to be resumed. This
   * wait is not cut short: what came meanwhile meets the body at its next suspension point.
   *
   * @return whether to go on; false if the body is to end
   */
  public boolean suspend() {
    if (Thread.currentThread() != side.thread()) {
      throw new IllegalStateException("only the body of a coroutine can suspend it");
    }
    if (finishing) return false;
    state = SUSPENDED;
    wake(resumer);
    if (!bodySpins.spinWhile(this, SUSPENDED)) {
      var wait = new Suspension(side, this);
      suspended = wait;
      if (state == SUSPENDED) wait.awaitUncancellably();
      suspended = null;
    }
    return !finishing;
  }

  int state() {
    return state;
  }

  private static void wake(@Nullable Suspension parked) {
    if (parked == null) return;
    boolean unused = parked.resume();
  }

  /**
   * Runs the body until it suspends or ends; throws what it threw.
   *
   * @return the resumer's cancellation, if it came meanwhile
   */
  private @Nullable CancelledError go(Strand strand) throws X {
    if (state == ENDED) return null;
    @Nullable CancelledError error = null;
    if (STATE.compareAndSet(this, SUSPENDED, RUNNING)) {
      parent = strand.innermost();
      wake(suspended);
      if (!resumerSpins.spinWhile(this, RUNNING)) error = await(strand, false);
    } else if (STATE.compareAndSet(this, NEW, RUNNING)) {
      error = await(strand, true);
    } else {
      throw new IllegalStateException(
          "the coroutine is running: only one can resume it, and not itself");
    }
    var failure = thrown;
    if (failure == null) return error;
    thrown = null;
    var by = cut ? effective(strand.innermost()) : null;
    if (by != null) throw strand.told(by, null); // the resumer says itself what cut both short
    throw Failures.<X>sneak(failure);
  }

  /** Waits while the body runs, as one that is reached by what cancels the resumer. */
  private @Nullable CancelledError await(Strand strand, boolean start) {
    enter();
    try {
      if (start) start();
      else if (effective(this) != null) side.deliver(); // who cancelled may have come before this
      var wait = new Suspension(strand, this);
      resumer = wait;
      try {
        if (state == RUNNING) wait.await();
        return null;
      } catch (CancelledError e) {
        var end = new Suspension(strand, this);
        resumer = end;
        if (state == RUNNING) end.awaitUncancellably();
        return e;
      } finally {
        resumer = null;
      }
    } finally {
      strand.exit(this);
    }
  }

  private void start() {
    boolean started = false;
    try {
      environment.newThread(side, null).start();
      started = true;
    } finally {
      if (!started) state = ENDED;
    }
  }

  @Override
  void eachChild(Consumer<Strand> visitor) {
    visitor.accept(side);
  }

  @Override
  public String toString() {
    return switch (state) {
      case NEW -> "coroutine, new";
      case SUSPENDED -> "coroutine, suspended";
      case RUNNING -> "coroutine, running";
      default -> "coroutine, ended";
    };
  }

  /** The body, on its thread. */
  private final class Side extends Strand {
    private final Action<?> body;

    Side(Action<?> body, @Nullable Binding bindings) {
      super(Coroutine.this, Coroutine.this.environment, bindings);
      this.body = body;
    }

    @Override
    public void run() {
      try {
        if (!begin()) throw told(Objects.requireNonNull(effective(this)), null);
        body.run();
      } catch (Throwable t) {
        thrown = t;
        cut = isCut(t);
      }
      detach();
      if (abandoned && thrown != null) environment.report(toString(), thrown);
      state = ENDED;
      wake(resumer);
    }

    @Override
    public String toString() {
      return "the body of a coroutine";
    }
  }
}
