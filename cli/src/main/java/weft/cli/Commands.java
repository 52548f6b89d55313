package weft.cli;

import static picocli.CommandLine.ScopeType.INHERIT;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The command {@code weft} with all that is below it. */
final class Commands {
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
    root.usageMessage()
        .customSynopsis("weft COMMAND [OPTION]... [ARGUMENT]...")
        .commandListHeading("%nCommands:%n")
        .exitCodeList(
            Command.exitCodes(
                "0", "Done.",
                "1", "Failed: a line on standard error says why.",
                "2", "The arguments are wrong."))
        .footerHeading("%nExamples:%n")
        .footer(
            "  weft crawl                        crawl a demo site that it brings along",
            "  weft crawl https://example.org/   crawl a site",
            "  weft serve public                 serve the files of a folder",
            "  weft chat                         start a chat server with a page",
            "  weft run Hello.java               run a program that uses Weft",
            "  weft pstree 4711                  show the tasks of a running program",
            "  weft help crawl                   tell all about a command");
    return root.addSubcommand("crawl", CrawlSpec.spec(streams))
        .addSubcommand("serve", ServeSpec.spec(streams))
        .addSubcommand("chat", ChatSpec.spec())
        .addSubcommand("run", RunSpec.spec())
        .addSubcommand("ps", InspectSpecs.ps(streams))
        .addSubcommand("pstree", InspectSpecs.pstree(streams))
        .addSubcommand("top", InspectSpecs.top(streams))
        .addSubcommand("help", help(streams));
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
