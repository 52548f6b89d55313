package weft.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code weft ps}, {@code pstree} and {@code top}, as help tells of them. */
final class InspectSpecs {
  private InspectSpecs() {}

  static CommandSpec ps(Streams streams) {
    CommandSpec spec =
        Command.create(
                "ps",
                line -> new PsCommand(streams, line.getParseResult()).run(),
                "Lists the tasks of a running program, or the programs.",
                "Without PID it lists the running JVMs of this user in which Weft is at work. A"
                    + " program needs no option for this, and nothing is kept for it.")
            .addPositional(pid(false))
            .addOption(json("Write JSON."));
    spec.usageMessage()
        .customSynopsis("weft ps [--json] [PID]")
        .footerHeading("%nExamples:%n")
        .footer("  weft ps", "  weft ps 4711");
    return codes(spec);
  }

  static CommandSpec pstree(Streams streams) {
    CommandSpec spec =
        Command.create(
                "pstree",
                line -> new PstreeCommand(streams, line.getParseResult()).run(),
                "Shows the task tree of a running program.",
                "For each task: what it does, where, what it waits for, and who has that. Tasks that"
                    + " wait for each other are named at the end.")
            .addPositional(pid(true))
            .addOption(
                OptionSpec.builder("-a", "--all")
                    .description("Show every task, instead of counting those that are alike.")
                    .build())
            .addOption(
                OptionSpec.builder("--stacks")
                    .paramLabel("N")
                    .type(String.class)
                    .description("Look at the stacks of N tasks at most. Default: 10000")
                    .build())
            .addOption(
                OptionSpec.builder("--debug")
                    .paramLabel("on|off")
                    .type(String.class)
                    .description(
                        "First switch debug mode there: tasks started from then on also tell when"
                            + " and where they were started, and since when they wait.")
                    .build())
            .addOption(json("Write JSON."));
    spec.usageMessage()
        .customSynopsis("weft pstree [OPTION]... PID")
        .footerHeading("%nExamples:%n")
        .footer("  weft pstree 4711", "  weft pstree --json 4711 | jq .deadlocks");
    return codes(spec);
  }

  static CommandSpec top(Streams streams) {
    CommandSpec spec =
        Command.create(
                "top",
                line -> new TopCommand(streams, line.getParseResult()).run(),
                "Watches the tasks of a running program, by kind.",
                "Tasks whose names are alike but for numbers are of a kind. Ctrl-C ends it.")
            .addPositional(pid(true))
            .addOption(
                OptionSpec.builder("--interval")
                    .paramLabel("TIME")
                    .type(String.class)
                    .description("Look again after TIME, as 500ms or 2s. Default: 1s")
                    .build())
            .addOption(
                OptionSpec.builder("-1", "--once")
                    .description("Look once, and end; then there are no rates.")
                    .build())
            .addOption(json("Write JSON, one object a line."));
    spec.usageMessage()
        .customSynopsis("weft top [OPTION]... PID")
        .footerHeading("%nExamples:%n")
        .footer("  weft top 4711", "  weft top --once --json 4711");
    return codes(spec);
  }

  private static CommandSpec codes(CommandSpec spec) {
    spec.usageMessage()
        .exitCodeList(
            Command.exitCodes(
                "0", "Done.",
                "1", "There is no such process, it is no JVM, not yours, or without Weft.",
                "2", "The arguments are wrong."));
    return spec;
  }

  private static PositionalParamSpec pid(boolean required) {
    return PositionalParamSpec.builder()
        .index("0")
        .paramLabel("PID")
        .type(String.class)
        .required(required)
        .description("The id of the program's process.")
        .build();
  }

  private static OptionSpec json(String description) {
    return OptionSpec.builder("--json").description(description).build();
  }
}
