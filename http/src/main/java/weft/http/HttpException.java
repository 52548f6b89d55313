package weft.http;

import java.io.IOException;

/** A call that got no usable answer. The message is one line and names the host. */
public final class HttpException extends IOException {
  private static final long serialVersionUID = 1;

  /** What kept the answer away. */
  public enum Reason {
    /** The URL is not an absolute http or https URL. */
    BAD_URL,
    /** The name of the host has no address. */
    UNKNOWN_HOST,
    /** Nothing accepts connections there, or no way leads there. */
    REFUSED,
    /** No connection in time. */
    CONNECT_TIMEOUT,
    /** The server was silent for longer than the response timeout. */
    RESPONSE_TIMEOUT,
    /** The connection was lost before the answer was complete. */
    CONNECTION_LOST,
    /** No trusted, encrypted connection. */
    TLS,
    /** What came was not HTTP, or its content encoding is unknown or broken. */
    PROTOCOL,
    /** The body is larger than the limit that was given. */
    TOO_LARGE
  }

  private final Reason reason;

  HttpException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  HttpException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** What kept the answer away. */
  public Reason reason() {
    return reason;
  }

  /** Tells whether the same call may well work a little later. */
  public boolean isTransient() {
    return switch (reason) {
      case REFUSED, CONNECT_TIMEOUT, RESPONSE_TIMEOUT, CONNECTION_LOST -> true;
      case BAD_URL, UNKNOWN_HOST, TLS, PROTOCOL, TOO_LARGE -> false;
    };
  }
}
