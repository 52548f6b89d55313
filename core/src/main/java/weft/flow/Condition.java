package weft.flow;

import org.jspecify.annotations.Nullable;

/**
 * A test of an element that may suspend and may throw {@code X}.
 *
 * @param <T> what it takes
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface Condition<T extends @Nullable Object, X extends Throwable> {
  /** Tells whether {@code element} passes. */
  boolean test(T element) throws X;
}
