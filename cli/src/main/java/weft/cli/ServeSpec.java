package weft.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code weft serve}, as help tells of it. */
final class ServeSpec {
  private ServeSpec() {}

  static CommandSpec spec(Streams streams) {
    CommandSpec spec =
        Command.create(
                "serve",
                line -> new ServeCommand(streams, line.getParseResult()).run(),
                "Serves the files of a folder.",
                "What begins with a dot is left out, and so are lists of files; a folder's own page"
                    + " is its index.html. With --echo it serves a WebSocket instead that sends back"
                    + " what it is sent, for tests of clients.")
            .addPositional(
                PositionalParamSpec.builder()
                    .index("0")
                    .paramLabel("FOLDER")
                    .type(String.class)
                    .required(false)
                    .description("The folder. Default: the current one")
                    .build());
    for (OptionSpec option : listening()) spec.addOption(option);
    spec.addOption(
        OptionSpec.builder("--echo").description("Serve a WebSocket that echoes.").build());
    spec.usageMessage()
        .customSynopsis("weft serve [OPTION]... [FOLDER]")
        .exitCodeList(
            Command.exitCodes(
                "1", "It failed: no such folder, the port is taken ...",
                "2", "The arguments are wrong.",
                "130", "Ctrl-C."))
        .footerHeading("%nExamples:%n")
        .footer("  weft serve public", "  weft serve --port 9001 --echo");
    return spec;
  }

  /** Where a server listens. */
  static List<OptionSpec> listening() {
    return List.of(
        OptionSpec.builder("--port")
            .paramLabel("N")
            .type(String.class)
            .description("The port; 0 for one that is free. Default: " + Listening.PORT)
            .build(),
        OptionSpec.builder("--host")
            .paramLabel("NAME")
            .type(String.class)
            .description("The address; 0.0.0.0 for all. Default: " + Listening.HOST)
            .build());
  }
}
