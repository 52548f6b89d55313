package weft.resource;

import org.jspecify.annotations.Nullable;

/**
 * Work on a resource that returns an {@code R}; may suspend and may throw {@code X}.
 *
 * <p>It extends {@link ResourceAction} so that an expression lambda, which fits both forms, is
 * taken as this one and is never ambiguous.
 *
 * @param <T> the resource
 * @param <R> what the work returns
 * @param <X> what the work may throw
 */
@FunctionalInterface
public interface ResourceBody<T, R extends @Nullable Object, X extends Throwable>
    extends ResourceAction<T, X> {
  /** Does the work and returns its result. */
  R call(T resource) throws X;

  /** Does the work and drops its result. */
  @Override
  default void run(T resource) throws X {
    var unused = call(resource);
  }
}
