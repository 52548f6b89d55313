package weft.channel;

import org.jspecify.annotations.Nullable;

/**
 * What is done with an element, and may throw {@code X}: the void form of {@link weft.Mapper}.
 *
 * @param <T> the type of the element
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface ElementAction<T extends @Nullable Object, X extends Throwable> {
  /** Does it. */
  void accept(T element) throws X;
}
