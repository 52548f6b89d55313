package weft.cli;

/** A command that can't be carried out. The message is one line, for the person who gave it. */
final class CommandException extends RuntimeException {
  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;

  private static final long serialVersionUID = 1;

  private final int exitCode;

  private CommandException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  private CommandException(String message, Throwable cause) {
    super(message, cause);
    this.exitCode = FAILED;
  }

  /** What was asked for makes no sense. */
  static CommandException usage(String message) {
    return new CommandException(WRONG_USAGE, message);
  }

  /** What was asked for could not be done. */
  static CommandException failed(String message) {
    return new CommandException(FAILED, message);
  }

  /** What was asked for could not be done, for this reason. */
  static CommandException failed(String message, Throwable cause) {
    return new CommandException(message, cause);
  }

  int exitCode() {
    return exitCode;
  }
}
