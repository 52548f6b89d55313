package weft.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The entry point of the {@code weft} command. */
public final class Main {
  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    var out = new PrintWriter(System.out, true, System.out.charset());
    var err = new PrintWriter(System.err, true, System.err.charset());
    System.exit(execute(new Streams(out, err, Terminal.ofProcess()), args));
  }

  /**
   * Runs a command, with plain text as its output.
   *
   * @return the exit code: 0 when it's done, 1 if it failed, 2 if the arguments are wrong
   */
  static int execute(PrintWriter out, PrintWriter err, String... args) {
    return execute(new Streams(out, err, Terminal.none()), args);
  }

  private static int execute(Streams streams, String... args) {
    boolean stackTraces = Arrays.asList(args).contains("--stacktrace");
    var failures = new FailureReport(streams.err(), stackTraces);
    try {
      return isPlainRun(args)
          ? run(streams, failures, args)
          : parse(streams, failures).execute(args);
    } catch (Error e) {
      return failures.unexpected("weft", e);
    } finally {
      streams.out().flush();
      streams.err().flush();
    }
  }

  /** Nothing to parse: so nothing that parses has to be loaded, which takes its time. */
  private static boolean isPlainRun(String... args) {
    return args.length > 1 && args[0].equals("run") && args[1].matches("[^-].*\\.java");
  }

  private static int run(Streams streams, FailureReport failures, String... args) {
    try {
      return RunCommand.run(args[1], "", List.of(args).subList(2, args.length), streams);
    } catch (CommandException e) {
      return failures.of("weft run", e);
    }
  }

  private static CommandLine parse(Streams streams, FailureReport failures) {
    var ansi = streams.terminal().isColored() ? Ansi.ON : Ansi.OFF;
    return new CommandLine(Commands.root(streams))
        .setOut(streams.out())
        .setErr(streams.err())
        .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
        .setOverwrittenOptionsAllowed(true)
        .setParameterExceptionHandler(failures::ofArguments)
        .setExecutionExceptionHandler(
            (failure, line, _) -> failures.of(line.getCommandSpec().qualifiedName(" "), failure));
  }
}
