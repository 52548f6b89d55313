package weft.cli;

import java.io.File;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code weft run}, as help tells of it. */
final class RunSpec {
  private RunSpec() {}

  static CommandSpec spec(Streams streams) {
    CommandSpec spec =
        Command.create(
                "run",
                line -> run(line.getParseResult(), streams),
                "Runs a program that is a single source file.",
                "Weft's modules are there for it to import, and so are the drivers of PostgreSQL and H2. It is compiled in memory, runs in the"
                    + " current folder with this terminal, and gives weft its exit code.")
            .addPositional(
                PositionalParamSpec.builder()
                    .index("0")
                    .paramLabel("FILE.java")
                    .type(String.class)
                    .required(true)
                    .description("The program.")
                    .build())
            .addPositional(
                PositionalParamSpec.builder()
                    .index("1..*")
                    .arity("0..*")
                    .paramLabel("ARG")
                    .type(List.class)
                    .auxiliaryTypes(String.class)
                    .required(false)
                    .description("What the program is given, whatever it looks like.")
                    .build());
    spec.addOption(
        OptionSpec.builder("--class-path", "-cp")
            .paramLabel("PATH")
            .type(String.class)
            .description(
                "What else the program needs: jars and folders, with "
                    + File.pathSeparator
                    + " between them, as of java.")
            .build());
    spec.parser().stopAtPositional(true);
    spec.usageMessage()
        .customSynopsis("weft run [OPTION]... FILE.java [ARG]...")
        .exitCodeList(
            Command.exitCodes(
                "2", "There is no such file, or it is no source file.",
                "other", "The program's own; 1 if it can't be compiled."))
        .footerHeading("%nExamples:%n")
        .footer(
            "  weft run examples/Hello.java",
            "  weft run Fetch.java https://example.org/",
            "  weft run --class-path lib/driver.jar Report.java");
    return spec;
  }

  private static int run(ParseResult arguments, Streams streams) {
    return RunCommand.run(
        arguments.matchedPositionalValue(0, ""),
        arguments.matchedOptionValue("--class-path", ""),
        arguments.matchedPositionalValue(1, List.<String>of()),
        streams);
  }
}
