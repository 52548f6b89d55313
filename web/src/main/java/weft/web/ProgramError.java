package weft.web;

import org.jspecify.annotations.Nullable;

/**
 * A mistake of the program that its message says all about: a 500 for the client, whatever {@link
 * Routes#onFailure} says of others, and a line in the log, without a trace.
 */
final class ProgramError extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** How many bytes the headers of an answer may have: more than that, few clients take. */
  static final int MAX_HEADERS = 16 * 1024;

  ProgramError(String message) {
    super(message, null, false, false);
  }

  ProgramError(String message, Throwable cause) {
    super(message, cause, false, false);
  }

  /** The answer, which there must be, and which can be sent. */
  static Response required(@Nullable Response answer, String from) {
    if (answer == null) throw new ProgramError(from + " returned null");
    int size = 0;
    for (var field : answer.fields()) size += field.name().length() + field.value().length() + 4;
    if (size <= MAX_HEADERS) return answer;
    throw new ProgramError(
        from + " returned headers of " + size + " bytes: " + MAX_HEADERS + " are the most");
  }
}
