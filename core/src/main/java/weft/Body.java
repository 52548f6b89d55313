package weft;

import org.jspecify.annotations.Nullable;

/**
 * A piece of work that returns a {@code T} and may throw {@code X}: a coroutine, in asyncio's
 * words, though it is ordinary code.
 *
 * <p>It extends {@link Action} so that an expression lambda, which fits both forms, is taken as
 * this one and is never ambiguous.
 *
 * @param <T> what the work returns
 * @param <X> what the work may throw
 */
@FunctionalInterface
public interface Body<T extends @Nullable Object, X extends Throwable> extends Action<X> {
  /** Does the work and returns its result. */
  T call() throws X;

  /** Does the work and drops its result. */
  @Override
  default void run() throws X {
    var unused = call();
  }
}
