package weft;

/**
 * The body of a {@link Scope} that returns nothing and may throw {@code X}.
 *
 * @param <X> what the body may throw
 */
@FunctionalInterface
public interface ScopeAction<X extends Throwable> {
  /** Runs on the caller's thread; may start tasks in {@code scope}. */
  void run(Scope scope) throws X;
}
