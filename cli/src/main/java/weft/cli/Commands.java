package weft.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static picocli.CommandLine.ScopeType.INHERIT;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The command {@code weft} with all that is below it. */
final class Commands {
  /** The text of the whole help: a file, so that the launcher can show it before any build. */
  private static final String HELP = "help.txt";

  private Commands() {}

  /** The command that has all the others. */
  static CommandSpec root(Streams streams) {
    CommandSpec root =
        Command.create(
                "weft",
                line -> show(line, streams),
                "The command line of Weft: structured, asynchronous I/O for the JVM.")
            .version("weft " + version() + ", JDK " + Runtime.version())
            .addOption(
                OptionSpec.builder("-h", "--help")
                    .description("Show this help.")
                    .usageHelp(true)
                    .scopeType(INHERIT)
                    .build())
            .addOption(
                OptionSpec.builder("--stacktrace")
                    .description("When something fails, show where.")
                    .scopeType(INHERIT)
                    .build())
            .addOption(
                OptionSpec.builder("-V", "--version")
                    .description("Show the version.")
                    .versionHelp(true)
                    .build());
    root.usageMessage().sectionKeys(List.of(HELP)).sectionMap().put(HELP, _ -> help());
    return root.addSubcommand("crawl", CrawlSpec.spec(streams))
        .addSubcommand("serve", ServeSpec.spec(streams))
        .addSubcommand("chat", ChatSpec.spec())
        .addSubcommand("run", RunSpec.spec(streams))
        .addSubcommand("ps", InspectSpecs.ps(streams))
        .addSubcommand("pstree", InspectSpecs.pstree(streams))
        .addSubcommand("top", InspectSpecs.top(streams))
        .addSubcommand("help", help(streams));
  }

  private static String help() {
    try (InputStream in = Commands.class.getResourceAsStream(HELP)) {
      if (in == null) throw CommandException.failed("the help is missing from this build");
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CommandSpec help(Streams streams) {
    CommandSpec spec =
        Command.create(
                "help",
                line -> show(wanted(line), streams),
                "Shows the help of a command, or of weft itself.")
            .addPositional(
                PositionalParamSpec.builder()
                    .index("0")
                    .paramLabel("COMMAND")
                    .type(String.class)
                    .required(false)
                    .description("The command.")
                    .build());
    spec.usageMessage().customSynopsis("weft help [COMMAND]").exitCodeListHeading("");
    return spec;
  }

  private static CommandLine wanted(CommandLine help) {
    CommandLine root = help.getParent();
    String name = help.getParseResult().matchedPositionalValue(0, "");
    if (name.isEmpty()) return root;
    CommandLine command = root.getSubcommands().get(name);
    if (command == null) {
      String all = String.join(", ", root.getSubcommands().keySet());
      throw CommandException.usage("unknown command " + name + " (there are " + all + ")");
    }
    return command;
  }

  private static int show(CommandLine command, Streams streams) {
    command.usage(streams.out());
    return 0;
  }

  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }
}
