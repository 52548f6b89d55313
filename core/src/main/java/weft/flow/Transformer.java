package weft.flow;

/**
 * Something that emits any number of elements for an element; it may suspend and may throw {@code
 * X}.
 *
 * @param <T> what it takes
 * @param <R> what it emits
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface Transformer<T, R, X extends Throwable> {
  /** Emits what is to stand for {@code element}. */
  void transform(T element, Emitter<? super R> out) throws X;
}
