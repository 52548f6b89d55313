package weft.flow;

import org.jspecify.annotations.Nullable;

/**
 * Something done with an element, that may suspend and may throw {@code X}.
 *
 * @param <T> what it takes
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface Visitor<T extends @Nullable Object, X extends Throwable> {
  /** Deals with {@code element}. */
  void visit(T element) throws X;
}
