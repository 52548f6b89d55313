package weft.flow;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import weft.CancelledError;
import weft.Coroutine;

/**
 * A source whose elements are asked for one by one: it runs in a {@link Coroutine}, which each
 * element suspends.
 */
final class Pull<T> extends StoppingEmitter<T> implements Iterator<T> {
  private final Coroutine<Throwable> coroutine;
  private @Nullable T element; // handed over by the coroutine

  Pull(Source<? extends T> source) {
    coroutine = new Coroutine<>(() -> run(source));
  }

  @Override
  void receive(T given) {
    element = given;
    if (!coroutine.suspend()) throw stop();
  }

  @Override
  public boolean hasNext() {
    if (element != null) return true;
    try {
      boolean suspended = coroutine.resume();
      assert suspended == (element != null);
      return suspended;
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  @Override
  public T next() {
    if (!hasNext()) throw new NoSuchElementException("the flow has ended");
    T given = element;
    if (given == null) throw new AssertionError("it was there");
    element = null;
    return given;
  }

  /** Ends the source, and waits for that. */
  void close() {
    element = null;
    try {
      coroutine.finish();
    } catch (Throwable t) {
      throw failed(t);
    }
  }

  /** Has the source ended by somebody who can't wait for it. */
  void abandon() {
    coroutine.abandon();
  }

  private static RuntimeException failed(Throwable failure) {
    if (failure instanceof CancelledError e) throw e;
    Throwing.checkCancellation(failure);
    return Throwing.out(failure);
  }
}
