package weft;

import org.jspecify.annotations.Nullable;

/**
 * The body of a {@link Scope} that returns a {@code T} and may throw {@code X}.
 *
 * @param <T> what the body returns
 * @param <X> what the body may throw
 */
@FunctionalInterface
public interface ScopeBody<T extends @Nullable Object, X extends Throwable> extends ScopeAction<X> {
  /** Runs on the caller's thread; may start tasks in {@code scope}. */
  T call(Scope scope) throws X;

  /** Runs the body and drops its result. */
  @Override
  default void run(Scope scope) throws X {
    var unused = call(scope);
  }
}
