package weft.flow;

import org.jspecify.annotations.Nullable;
import weft.CancelledError;

/**
 * The part of a run that is downstream of an operator, which remembers what it threw: that is not
 * the operator's to handle, whatever upstream made of it.
 *
 * <p>Source: the exception transparency of Kotlin's flows.
 */
abstract class Downstream<T> implements Emitter<T> {
  @Nullable Throwable thrown;

  /** What is downstream of {@code out}, with it. */
  static <T> Downstream<T> of(Emitter<? super T> out) {
    return new Downstream<>() {
      @Override
      void receive(T element) {
        out.emit(element);
      }
    };
  }

  /** Takes an element; called until it has thrown. */
  abstract void receive(T element);

  /** Takes an element; throws again what was thrown before. */
  @Override
  public void emit(T element) {
    if (thrown != null) throw Throwing.sneak(thrown);
    try {
      receive(element);
    } catch (Throwable t) {
      thrown = t;
      throw t;
    }
  }

  /**
   * Runs {@code upstream} into this.
   *
   * @return upstream's own failure, or null
   * @throws Throwable what downstream threw, or a cancellation; a failure of either wins over a
   *     wish to stop and over a cancellation, and the first over the second
   */
  final @Nullable Throwable failureOf(Source<? extends T> upstream) throws Throwable {
    try {
      upstream.run(this);
    } catch (Throwable t) {
      if (thrown == null) {
        if (t instanceof CancelledError) throw t;
        Throwing.checkCancellation(t);
        return t;
      }
      if (Stop.isFrom(thrown, t)) throw thrown;
      if (Ending.yields(thrown)) throw t;
      thrown.addSuppressed(t);
    }
    if (thrown != null) throw thrown;
    return null;
  }

  /** Whether {@code error} came from downstream. */
  final boolean threw(Throwable error) {
    return error == thrown;
  }

  /** Runs {@code upstream} into this, whose own failure comes out like any other. */
  final void run(Source<? extends T> upstream) throws Throwable {
    var failure = failureOf(upstream);
    if (failure != null) throw failure;
  }
}
