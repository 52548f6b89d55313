package weft.cli;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ParseResult;
import weft.Promise;
import weft.Weft;
import weft.web.Routes;
import weft.web.Web;
import weft.web.WebSocketOptions;

/** One run of {@code weft serve}. */
final class ServeCommand {
  /** What the tests of clients send at most. */
  private static final int LARGEST_ECHO = 64 * 1024 * 1024;

  private final Streams streams;
  private final ParseResult arguments;

  ServeCommand(Streams streams, ParseResult arguments) {
    this.streams = streams;
    this.arguments = arguments;
  }

  /** Serves until Ctrl-C. */
  int run() {
    Listening listening = Listening.of(arguments);
    String folder = arguments.matchedPositionalValue(0, "");
    boolean echo = arguments.hasMatchedOption("--echo");
    if (echo && !folder.isEmpty()) {
      throw CommandException.usage("--echo and a folder exclude each other");
    }
    Routes routes = echo ? echo() : files(Paths.parse(folder));
    String what = echo ? "a WebSocket that echoes" : folder.isEmpty() ? "this folder" : folder;
    try {
      Weft.run(() -> serve(routes, listening, what));
    } catch (UncheckedIOException e) {
      throw CommandException.failed(String.valueOf(e.getMessage()), e);
    }
    return 0;
  }

  private static Routes files(Path folder) {
    if (!Files.isDirectory(folder)) throw CommandException.failed("there is no folder " + folder);
    return new Routes().files("/", folder);
  }

  private static Routes echo() {
    var options = WebSocketOptions.defaults().maxMessage(LARGEST_ECHO).anyOrigin();
    return new Routes()
        .webSocket("/{any...}", options, socket -> socket.messages().forEach(socket::send));
  }

  private void serve(Routes routes, Listening listening, String what) {
    Web.server(routes)
        .host(listening.host())
        .port(listening.port())
        .serve(server -> {
          streams.err().println("weft: " + what + " is at " + server.uri() + "/ until Ctrl-C");
          new Promise<Void>().await();
        });
  }
}
