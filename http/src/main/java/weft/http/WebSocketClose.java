package weft.http;

/**
 * How a WebSocket was closed.
 *
 * @param code why (RFC 6455, 7.4): 1000 for a normal end, 1006 where the connection just broke
 * @param reason the same for people, often empty
 */
public record WebSocketClose(int code, String reason) {
  /** The connection ended, and nobody said why. */
  static final WebSocketClose BROKEN = new WebSocketClose(1006, "");
}
