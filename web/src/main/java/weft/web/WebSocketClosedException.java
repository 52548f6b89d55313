package weft.web;

/** Thrown when something is sent over a WebSocket that is closed, or lost. */
public final class WebSocketClosedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final CloseStatus status;

  WebSocketClosedException(CloseStatus status) {
    super(
        "the WebSocket is closed: "
            + status.code()
            + (status.reason().isEmpty() ? "" : ", " + status.reason()));
    this.status = status;
  }

  /** How it was closed. */
  public CloseStatus status() {
    return status;
  }
}
