package weft.web;

/**
 * What goes on while a server serves.
 *
 * @param <X> what it may throw
 */
@FunctionalInterface
public interface ServerAction<X extends Throwable> {
  /** Runs on the caller's thread; the server serves until it ends. */
  void run(WebServer server) throws X;
}
