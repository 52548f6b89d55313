package weft.web;

/**
 * Thrown by a handler: the answer is this status, with the message as its text.
 *
 * <p>The message is shown to the client; the cause, if there is one, is not.
 */
public final class HttpError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;

  /**
   * An error with a status.
   *
   * @throws IllegalArgumentException if that is no status of an error, 400 to 599
   */
  public HttpError(int status, String message) {
    super(message);
    this.status = checked(status);
  }

  /** An error with a status and what led to it; see {@link #HttpError(int, String)}. */
  public HttpError(int status, String message, Throwable cause) {
    super(message, cause);
    this.status = checked(status);
  }

  private static int checked(int status) {
    if (status >= 400 && status <= 599) return status;
    throw new IllegalArgumentException("an error has a status from 400 to 599, not " + status);
  }

  /** 400: the request makes no sense. */
  public static HttpError badRequest(String message) {
    return new HttpError(400, message);
  }

  /** 401: it isn't known who asks. */
  public static HttpError unauthorized(String message) {
    return new HttpError(401, message);
  }

  /** 403: who asks may not. */
  public static HttpError forbidden(String message) {
    return new HttpError(403, message);
  }

  /** 404: there is no such thing. */
  public static HttpError notFound(String message) {
    return new HttpError(404, message);
  }

  /** 409: it doesn't go with how things stand. */
  public static HttpError conflict(String message) {
    return new HttpError(409, message);
  }

  /** The status of the answer. */
  public int status() {
    return status;
  }
}
