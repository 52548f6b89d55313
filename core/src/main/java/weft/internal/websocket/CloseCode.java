package weft.internal.websocket;

/** Codes that connections are closed with. */
public final class CloseCode {
  public static final int NORMAL = 1000;
  public static final int GOING_AWAY = 1001;
  public static final int PROTOCOL_ERROR = 1002;

  /** Never sent: there was a close frame without a code. */
  public static final int NONE = 1005;

  /** Never sent: the connection was lost. */
  public static final int LOST = 1006;

  public static final int BAD_DATA = 1007;
  public static final int POLICY = 1008;
  public static final int TOO_BIG = 1009;
  public static final int INTERNAL_ERROR = 1011;
  public static final int TRY_LATER = 1013;

  private CloseCode() {}

  /** Whether a frame may have this code. */
  public static boolean mayBeSent(int code) {
    return (code >= 1000 && code <= 1003)
        || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code <= 4999);
  }
}
