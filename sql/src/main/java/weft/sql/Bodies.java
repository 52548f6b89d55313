package weft.sql;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import weft.resource.ResourceAction;
import weft.resource.ResourceBody;

/** Bodies without a result as bodies with one. */
final class Bodies {
  private Bodies() {}

  static <T, X extends Throwable> ResourceBody<T, @Nullable Object, X> of(
      ResourceAction<? super T, X> action) {
    Objects.requireNonNull(action, "body");
    return object -> {
      action.run(object);
      return null;
    };
  }
}
