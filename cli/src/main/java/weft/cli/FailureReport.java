package weft.cli;

import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells of a failure in one line; of wrong arguments also where help is to be had. */
final class FailureReport {
  private final PrintWriter err;
  private final boolean stackTraces;

  FailureReport(PrintWriter err, boolean stackTraces) {
    this.err = err;
    this.stackTraces = stackTraces;
  }

  /** Tells what is wrong with the arguments; gives the exit code. */
  int ofArguments(ParameterException failure, String[] args) {
    String message =
        failure instanceof UnmatchedArgumentException unmatched
            ? unmatched(unmatched)
            : firstToLower(line(failure.getMessage()));
    return usage(failure.getCommandLine().getCommandSpec().qualifiedName(" "), message, failure);
  }

  /** Tells why a command failed; gives the exit code. */
  int of(String command, Exception failure) {
    if (!(failure instanceof CommandException known)) return unexpected(command, failure);
    String message = line(known.getMessage());
    if (known.exitCode() == CommandException.WRONG_USAGE) return usage(command, message, known);
    say(command, message, known);
    return known.exitCode();
  }

  /** Tells of a failure that nobody foresaw; gives the exit code. */
  int unexpected(String command, Throwable failure) {
    String hint = stackTraces ? "" : " (--stacktrace tells where)";
    say(command, "this should not have happened: " + line(failure.toString()) + hint, failure);
    return CommandException.FAILED;
  }

  private int usage(String command, String message, Exception failure) {
    say(command, message, failure);
    err.println("Try: " + command + " --help");
    return CommandException.WRONG_USAGE;
  }

  private void say(String command, String message, Throwable failure) {
    err.println(command + ": " + message);
    if (stackTraces) failure.printStackTrace(err);
  }

  private static String unmatched(UnmatchedArgumentException failure) {
    String what = failure.getUnmatched().getFirst();
    boolean option = failure.isUnknownOption();
    boolean command = !option && !failure.getCommandLine().getSubcommands().isEmpty();
    if (!option && !command) return "unexpected argument " + what;
    List<String> likely = failure.getSuggestions();
    return (option ? "unknown option " : "unknown command ")
        + what
        + (likely.isEmpty() ? "" : " (do you mean " + likely.getFirst() + "?)");
  }

  private static String line(@Nullable String text) {
    return text == null ? "" : text.lines().findFirst().orElse("");
  }

  private static String firstToLower(String text) {
    return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }
}
