package weft;

/**
 * A piece of work that returns nothing and may throw {@code X}.
 *
 * <p>The void form of {@link Body}. Entry points that run an action on the caller's thread throw
 * what it throws, so that a checked exception stays checked and an action without one needs no
 * {@code try}.
 *
 * @param <X> what the work may throw; inferred as {@code RuntimeException} where it throws nothing
 *     checked
 */
@FunctionalInterface
public interface Action<X extends Throwable> {
  /** Does the work. */
  void run() throws X;
}
