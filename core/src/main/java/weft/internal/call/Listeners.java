package weft.internal.call;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import weft.Promise;

/** Calls those who want to hear of something. */
public final class Listeners {
  private Listeners() {}

  /** Calls {@code listener}; what it throws goes to the environment's reporter. */
  public static <E> void tell(@Nullable Consumer<? super E> listener, E event) {
    if (listener == null) return;
    var told = new Promise<E>(); // its callbacks are guarded
    boolean unused = told.complete(event);
    told.onDone(outcome -> listener.accept(event));
  }
}
