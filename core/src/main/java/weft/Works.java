package weft;

import org.jspecify.annotations.Nullable;

/** The two forms of work as one. */
final class Works {
  private Works() {}

  /** The value form of {@code action}: itself if it is one. */
  @SuppressWarnings("unchecked") // a Body's value is dropped by those who have an Action
  static <X extends Throwable> Body<@Nullable Object, X> body(Action<X> action) {
    if (action instanceof Body<?, X> body) return (Body<@Nullable Object, X>) body;
    return () -> {
      action.run();
      return null;
    };
  }

  /** The value form of {@code action}: itself if it is one. */
  @SuppressWarnings("unchecked")
  static <X extends Throwable> ScopeBody<@Nullable Object, X> body(ScopeAction<X> action) {
    if (action instanceof ScopeBody<?, X> body) return (ScopeBody<@Nullable Object, X>) body;
    return scope -> {
      action.run(scope);
      return null;
    };
  }
}
