package weft;

import org.jspecify.annotations.Nullable;

/**
 * A function from {@code A} to {@code R} that may suspend and may throw {@code X}.
 *
 * @param <A> what it takes
 * @param <R> what it returns
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface Mapper<
    A extends @Nullable Object, R extends @Nullable Object, X extends Throwable> {
  /** Applies the function. */
  R apply(A argument) throws X;
}
