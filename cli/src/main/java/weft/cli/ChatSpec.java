package weft.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code weft chat}: an example that is brought along, run as {@code weft run} would. */
final class ChatSpec {
  private static final String SOURCE = "Chat.java";

  private ChatSpec() {}

  static CommandSpec spec() {
    CommandSpec spec =
        Command.create(
            "chat",
            line -> run(Listening.of(line.getParseResult())),
            "Starts a chat server with a page.",
            "It has rooms, names and a history. It is an example, examples/Chat.java: a file to"
                + " read, and to begin one's own with.");
    for (OptionSpec option : ServeSpec.listening()) spec.addOption(option);
    spec.usageMessage()
        .customSynopsis("weft chat [OPTION]...")
        .exitCodeList(
            Command.exitCodes(
                "1", "It failed: the port is taken, say.",
                "2", "The arguments are wrong.",
                "130", "Ctrl-C."))
        .footerHeading("%nExamples:%n")
        .footer("  weft chat", "  weft chat --port 9000 --host 0.0.0.0");
    return spec;
  }

  private static int run(Listening listening) throws IOException {
    Path folder = Files.createTempDirectory("weft-chat");
    Path source = folder.resolve(SOURCE);
    try (InputStream in = ChatSpec.class.getResourceAsStream(SOURCE)) {
      if (in == null) throw CommandException.failed("the example is missing from this build");
      Files.copy(in, source);
      return SourceProgram.of(source.toString(), "")
          .run(List.of("" + listening.port(), listening.host()));
    } finally {
      Files.deleteIfExists(source);
      Files.deleteIfExists(folder);
    }
  }
}
