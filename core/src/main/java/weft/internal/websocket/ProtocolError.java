package weft.internal.websocket;

/** The other side doesn't keep to the protocol: the connection is to be closed with this code. */
public final class ProtocolError extends Exception {
  private static final long serialVersionUID = 1;

  private final int code;

  ProtocolError(int code, String reason) {
    super(reason, null, false, false);
    this.code = code;
  }

  /** The code to close with. */
  public int code() {
    return code;
  }

  /** The reason to close with. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
