package weft.web;

/**
 * Answers a request, on the request's own task: it may block, start tasks in a scope of its own,
 * and throw what it likes.
 *
 * <p>An {@link HttpError} becomes the answer that it says; {@link Routes#onFailure} says what
 * becomes of other exceptions; anything else, null in place of an answer too, is a 500 and goes to
 * the log.
 *
 * <p>Cancellation: it is cancelled when the client goes away, when the server's deadline for a
 * request is over, and when the server is closed and has waited for long enough.
 */
@FunctionalInterface
public interface Handler {
  /** Answers {@code request}. */
  Response handle(Request request) throws Exception;
}
