package weft;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A place for one outcome, and those who wait for it.
 *
 * <p>It is empty, then perhaps {@link Waiting}, then holds the outcome for ever. Without waiters,
 * to complete it is one compare-and-set.
 */
final class Completion<T extends @Nullable Object> {
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Completion.class, "state", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Those who wait; guarded by itself. */
  private static final class Waiting<T extends @Nullable Object> {
    final WaitQueue<Suspension> suspensions = new WaitQueue<>();
    Set<Consumer<? super Outcome<T>>> callbacks = Set.of(); // most have none
    boolean over;

    void add(Consumer<? super Outcome<T>> callback) {
      if (callbacks.isEmpty()) callbacks = new LinkedHashSet<>();
      callbacks.add(callback);
    }

    void remove(Object callback) {
      if (!callbacks.isEmpty()) callbacks.remove(callback);
    }
  }

  private volatile @Nullable Object state;

  @SuppressWarnings("unchecked") // only complete() writes outcomes
  @Nullable Outcome<T> outcome() {
    return state instanceof Outcome<?> outcome ? (Outcome<T>) outcome : null;
  }

  /** Sets the outcome and wakes who waits; false, without effect, if there is one already. */
  boolean complete(Outcome<T> outcome) {
    if (STATE.compareAndSet(this, null, outcome)) return true;
    var waiting = waiting();
    if (waiting == null) return false;
    synchronized (waiting) {
      if (waiting.over) return false;
      waiting.over = true;
      state = outcome;
    }
    for (var s = waiting.suspensions.poll(); s != null; s = waiting.suspensions.poll()) {
      var unused = s.resume();
    }
    for (var callback : waiting.callbacks) callback.accept(outcome);
    return true;
  }

  /** Waits for the outcome. */
  Outcome<T> await(Object on) {
    var strand = Strand.current();
    strand.checkpoint();
    var suspension = register(strand, on);
    if (suspension != null) {
      try {
        suspension.await();
      } catch (CancelledError e) {
        forget(suspension);
        throw e;
      }
    }
    var outcome = completed();
    if (outcome instanceof Outcome.Cancelled) {
      // One who was cancelled together with what he waits for may be woken by its end first. His
      // own node was written before; whether the signals say so yet is not sure.
      var own = CancelNode.effective(strand.innermost());
      if (own != null) throw strand.told(own, null);
    }
    return outcome;
  }

  /** Waits for the outcome, whatever is cancelled meanwhile. */
  Outcome<T> awaitUncancellably(Object on) {
    var suspension = register(Strand.current(), on);
    if (suspension != null) suspension.awaitUncancellably();
    return completed();
  }

  /** Calls {@code callback} with the outcome: now, or on the thread that completes this. */
  void onDone(Consumer<? super Outcome<T>> callback) {
    while (true) {
      var waiting = waiting();
      if (waiting == null) break;
      synchronized (waiting) {
        if (waiting.over) break;
        waiting.add(callback);
        return;
      }
    }
    callback.accept(completed());
  }

  /** Takes back a callback that was not called yet. */
  void forget(Consumer<? super Outcome<T>> callback) {
    if (!(state instanceof Waiting<?> waiting)) return;
    synchronized (waiting) {
      if (!waiting.over) waiting.remove(callback);
    }
  }

  private @Nullable Suspension register(Strand strand, Object on) {
    var waiting = waiting();
    if (waiting == null) return null;
    var suspension = new Suspension(strand, on);
    synchronized (waiting) {
      if (waiting.over) return null;
      waiting.suspensions.add(suspension);
    }
    return suspension;
  }

  private void forget(Suspension suspension) {
    var waiting = waiting();
    if (waiting == null) return;
    synchronized (waiting) {
      if (!waiting.over) waiting.suspensions.remove(suspension);
    }
  }

  /** Those who wait, made if need be; null once there is an outcome. */
  @SuppressWarnings("unchecked") // only this method writes it
  private @Nullable Waiting<T> waiting() {
    while (true) {
      var s = state;
      if (s instanceof Waiting<?> waiting) return (Waiting<T>) waiting;
      if (s != null) return null;
      var made = new Waiting<T>();
      if (STATE.compareAndSet(this, null, made)) return made;
    }
  }

  private Outcome<T> completed() {
    var outcome = outcome();
    if (outcome == null) throw new AssertionError("woken without an outcome");
    return outcome;
  }
}
