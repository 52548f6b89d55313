package weft.web;

import org.jspecify.annotations.Nullable;

/**
 * A mistake of the program that its message says all about: a 500 for the client, whatever {@link
 * Routes#onFailure} says of others, and a line in the log, without a trace.
 */
final class ProgramError extends RuntimeException {
  private static final long serialVersionUID = 1;

  ProgramError(String message) {
    super(message, null, false, false);
  }

  ProgramError(String message, Throwable cause) {
    super(message, cause, false, false);
  }

  /** The answer, which there must be. */
  static Response required(@Nullable Response answer, String from) {
    if (answer == null) throw new ProgramError(from + " returned null");
    return answer;
  }
}
