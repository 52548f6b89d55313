package weft.flow;

import org.jspecify.annotations.Nullable;

/**
 * Thrown upwards by one who wants no more elements, who also catches it, by its identity.
 *
 * <p>An error, since a generator with {@code catch (Exception e)} must still end.
 */
final class Stop extends Error {
  private static final long serialVersionUID = 1;

  private static final int DEPTH = 32;

  Stop() {
    super("the consumer of the flow wants no more elements", null, false, false);
  }

  /** Whether {@code thrown} is {@code root}, or was made of it by one who caught it. */
  static boolean isFrom(Throwable root, Throwable thrown) {
    @Nullable Throwable t = thrown;
    for (int i = 0; t != null && i < DEPTH; i++, t = t.getCause()) {
      if (t == root) return true;
    }
    return false;
  }
}
