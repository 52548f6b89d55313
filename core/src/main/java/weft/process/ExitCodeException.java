package weft.process;

import java.util.List;

/**
 * A process ended with another exit code than 0, and was to be {@linkplain Command#check checked}.
 */
public final class ExitCodeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> words;
  private final int exitCode;

  ExitCodeException(List<String> words, int exitCode, String lastError) {
    super(
        "'"
            + String.join(" ", words)
            + "' ended with exit code "
            + exitCode
            + (lastError.isEmpty() ? "" : ": " + lastError));
    this.words = words;
    this.exitCode = exitCode;
  }

  /** The command and its arguments. */
  public List<String> words() {
    return words;
  }

  /** The exit code: 128 and the signal's number for a process that a signal ended. */
  public int exitCode() {
    return exitCode;
  }
}
