package weft.cli;

import picocli.CommandLine.ParseResult;

/**
 * Where a server listens.
 *
 * @param port 0 for one that is free
 * @param host an address or a name
 */
record Listening(int port, String host) {
  static final int PORT = 8_000;
  static final String HOST = "127.0.0.1";

  static Listening of(ParseResult arguments) {
    String port = arguments.matchedOptionValue("--port", "" + PORT);
    String host = arguments.matchedOptionValue("--host", HOST);
    if (host.isBlank()) throw CommandException.usage("--host needs an address or a name");
    return new Listening(Settings.port(port), host);
  }
}
