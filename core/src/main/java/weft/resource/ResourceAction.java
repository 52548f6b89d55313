package weft.resource;

/**
 * Work on a resource that returns nothing, or its release; may suspend and may throw {@code X}.
 *
 * <p>The void form of {@link ResourceBody}.
 *
 * @param <T> the resource
 * @param <X> what the work may throw
 */
@FunctionalInterface
public interface ResourceAction<T, X extends Throwable> {
  /** Does the work. */
  void run(T resource) throws X;
}
