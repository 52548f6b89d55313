package weft.web;

import org.jspecify.annotations.Nullable;

/**
 * What goes on while a server serves, with a result.
 *
 * @param <T> what it returns
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface ServerBody<T extends @Nullable Object, X extends Throwable>
    extends ServerAction<X> {
  /** Runs on the caller's thread; the server serves until it returns. */
  T call(WebServer server) throws X;

  /** Runs the body and drops its result. */
  @Override
  default void run(WebServer server) throws X {
    var _ = call(server);
  }
}
