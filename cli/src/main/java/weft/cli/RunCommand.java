package weft.cli;

import java.util.List;

/** One run of {@code weft run}. */
final class RunCommand {
  private RunCommand() {}

  /** Runs a program to its end; returns its exit code. */
  static int run(String file, String classPath, List<String> arguments, Streams streams) {
    var program = SourceProgram.of(file, classPath);
    int code = program.run(arguments);
    if (code == CommandException.FAILED) program.hints().forEach(streams.err()::println);
    return code;
  }
}
