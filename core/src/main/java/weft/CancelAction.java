package weft;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A node that runs an action when a cancellation passes it on the way to its strand. */
final class CancelAction extends CancelNode implements Registration {
  private enum State {
    ARMED,
    FIRED,
    CLOSED
  }

  private final Strand strand;
  private final AutoCloseable action;
  private volatile boolean fired;
  private final AtomicReference<State> state = new AtomicReference<>(State.ARMED);
  private final Completion<Boolean> done = new Completion<>();

  private CancelAction(Strand strand, AutoCloseable action) {
    super(null);
    this.strand = strand;
    this.action = action;
  }

  static CancelAction register(AutoCloseable action) {
    var strand = Strand.current();
    var node = new CancelAction(strand, action);
    strand.enter(node);
    // What was cancelled before the node could be seen passed it by; the signals may not say so
    // yet.
    var c = effective(node);
    if (c != null) node.onReached(c);
    return node;
  }

  static <T extends @Nullable Object, X extends Throwable> T run(
      AutoCloseable action, Body<T, X> body) throws X {
    var node = register(action);
    try (node) {
      return body.call();
    } catch (CancelledError e) {
      throw e;
    } catch (Throwable t) {
      boolean led = t instanceof Exception && node.hasFired(); // an error is never of its making
      var c = led ? effective(node.strand.innermost()) : null;
      if (c != null) throw node.strand.told(c, t);
      throw Failures.<X>sneak(t);
    }
  }

  @Override
  Strand owner() {
    return strand;
  }

  boolean hasFired() {
    return fired;
  }

  /**
   * Runs the action elsewhere: it may block, and the canceller may be the timer. In a test, by what
   * holds its clock meanwhile.
   */
  @Override
  void onReached(Cancellation by) {
    if (!state.compareAndSet(State.ARMED, State.FIRED)) return;
    fired = true;
    try {
      var environment = strand.environment;
      if (environment.explorer == null) Aside.run(this::fire);
      else environment.pool().execute(this::fire);
    } catch (Throwable t) { // the canceller has others to reach
      strand.environment.report("an action on cancellation", t);
      done.complete(new Outcome.Success<>(true));
    }
  }

  private void fire() {
    try {
      action.close();
    } catch (Throwable t) {
      strand.environment.report("an action on cancellation", t);
    } finally {
      done.complete(new Outcome.Success<>(true));
    }
  }

  /** Ends the registration, after the action if that has begun. */
  @Override
  public void close() {
    if (state.get() == State.CLOSED) return;
    if (strand != Strand.find() || strand.innermost() != this) {
      throw new IllegalStateException(
          "close it on the thread that made it, after all that was entered later");
    }
    if (!state.compareAndSet(State.ARMED, State.CLOSED)) {
      var unused = done.awaitUncancellably(this);
      state.set(State.CLOSED);
    }
    strand.leave(this);
    strand.remind();
  }

  @Override
  public String toString() {
    return "action on cancellation";
  }
}
