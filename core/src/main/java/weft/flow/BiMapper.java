package weft.flow;

import org.jspecify.annotations.Nullable;

/**
 * A function from {@code A} and {@code B} to {@code R} that may suspend and may throw {@code X}.
 *
 * @param <A> what it takes first
 * @param <B> what it takes second
 * @param <R> what it returns
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface BiMapper<
    A extends @Nullable Object,
    B extends @Nullable Object,
    R extends @Nullable Object,
    X extends Throwable> {
  /** Applies the function. */
  R apply(A first, B second) throws X;
}
