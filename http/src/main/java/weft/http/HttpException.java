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
    /** The call as a whole took longer than it may. */
    TIMEOUT,
    /** The connection was lost before the answer was complete. */
    CONNECTION_LOST,
    /** No trusted, encrypted connection. */
    TLS,
    /** What came was not HTTP, or its content encoding is unknown or broken. */
    PROTOCOL,
    /** The body is larger than the limit that was given. */
    TOO_LARGE,
    /** The proxy didn't let it through. */
    PROXY,
    /** The address is private, and the request may not go there. */
    FORBIDDEN_ADDRESS,
    /** Too many redirects, or one that can't be followed. */
    REDIRECT,
    /** The status says that it failed, and the caller wanted success. */
    STATUS,
    /** The body can't be read, or written, as what it was to be. */
    BODY
  }

  private final Reason reason;
  private final int status;

  HttpException(Reason reason, String message) {
    this(reason, message, 0);
  }

  HttpException(Reason reason, String message, int status) {
    super(message);
    this.reason = reason;
    this.status = status;
  }

  HttpException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.status = 0;
  }

  /** What kept the answer away. */
  public Reason reason() {
    return reason;
  }

  /** The status code, where the reason is {@link Reason#STATUS}; else 0. */
  public int status() {
    return status;
  }

  /** Tells whether the same call may well work a little later. */
  public boolean isTransient() {
    return switch (reason) {
      case REFUSED, CONNECT_TIMEOUT, RESPONSE_TIMEOUT, TIMEOUT, CONNECTION_LOST -> true;
      case STATUS -> Retries.isTransient(status);
      case BAD_URL,
          UNKNOWN_HOST,
          TLS,
          PROTOCOL,
          TOO_LARGE,
          PROXY,
          FORBIDDEN_ADDRESS,
          REDIRECT,
          BODY ->
          false;
    };
  }
}
