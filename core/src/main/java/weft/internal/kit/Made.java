package weft.internal.kit;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells the test kit of what is made that tasks take and have to give back: locks, limiters, pools.
 * Without a kit in the JVM, that is one read of a field for each.
 */
public final class Made {
  private static @Nullable Consumer<Object> listener; // racy: set before the first test runs

  private Made() {}

  /** Has {@code listener} called on the thread that makes one, at the end of its constructor. */
  public static void listen(Consumer<Object> listener) {
    Made.listener = listener;
  }

  /** One was made. */
  public static void tell(Object made) {
    var told = listener;
    if (told != null) told.accept(made);
  }
}
