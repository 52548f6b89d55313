package weft.channel;

import org.jspecify.annotations.Nullable;
import weft.Action;
import weft.Body;

/** What users give to be done, in one form. */
final class Handlers {
  private Handlers() {}

  /** The value form of {@code action}. */
  static <X extends Throwable> Body<@Nullable Void, X> body(Action<X> action) {
    return () -> {
      action.run();
      return null;
    };
  }
}
