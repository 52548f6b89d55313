package weft.cli;

import picocli.CommandLine.ParseResult;

/** What the commands that look into a program have in common. */
final class Look {
  private Look() {}

  /** The process that was named. */
  static long pid(ParseResult arguments) {
    String text = arguments.matchedPositionalValue(0, "");
    if (!text.matches("\\d{1,18}")) {
      throw CommandException.usage("'" + text + "' is not the id of a process");
    }
    return Long.parseLong(text);
  }

  /** The text, with nothing but ASCII if the terminal has no more. */
  static String shown(String text, Streams streams) {
    if (streams.terminal().isUnicode() || !streams.terminal().isScreen()) return text;
    return text.replace("└─", "`-").replace("├─", "|-").replace("│", "|").replace("…", "...");
  }

  static CommandException ended(long pid) {
    return CommandException.failed("process " + pid + " has ended");
  }
}
