package weft.flow;

import org.jspecify.annotations.Nullable;

/** An emitter that may have had enough; then it stops the flow above it, and the run ends well. */
abstract class StoppingEmitter<T> implements Emitter<T> {
  private @Nullable Stop stop;

  /** Takes an element; called until {@link #stop}. */
  abstract void receive(T element);

  @Override
  public final void emit(T element) {
    if (stop != null) throw stop;
    receive(element);
  }

  /** Ends the flow above. */
  final Stop stop() {
    if (stop == null) stop = new Stop();
    throw stop;
  }

  /** Whether {@code thrown} is this emitter's wish, or was made of it. */
  final boolean isStoppedBy(Throwable thrown) {
    return stop != null && Stop.isFrom(stop, thrown);
  }

  /** Runs {@code upstream} into this, until its end or until stopped. */
  final void run(Source<? extends T> upstream) throws Throwable {
    try {
      upstream.run(this);
    } catch (Throwable t) {
      if (!isStoppedBy(t)) throw t;
    }
  }
}
