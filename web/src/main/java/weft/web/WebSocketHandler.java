package weft.web;

/**
 * Has a WebSocket, on a task of its own, until it returns: then the connection is closed (1000). If
 * it fails, the connection is closed with 1011, and the failure goes to the log.
 *
 * <p>Cancellation: when the connection is over, a handler that reads {@link WebSocket#messages}
 * sees their end, and has 10 seconds for what it does after that; any other is cancelled at once.
 * All are cancelled when the server is closed and has waited for long enough.
 */
@FunctionalInterface
public interface WebSocketHandler {
  /** Talks to the other side. */
  void handle(WebSocket socket) throws Exception;
}
