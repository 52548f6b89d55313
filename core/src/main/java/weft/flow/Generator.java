package weft.flow;

/**
 * Code that emits the elements of a flow: an async generator, where {@code out.emit(x)} is its
 * {@code yield x}.
 *
 * @param <T> the type of the elements
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface Generator<T, X extends Throwable> {
  /** Emits all elements, on the caller's thread; the flow ends when this returns. */
  void run(Emitter<? super T> out) throws X;
}
