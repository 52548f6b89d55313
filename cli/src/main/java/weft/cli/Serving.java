package weft.cli;

import java.util.Optional;

/**
 * Where a crawl's live page is served.
 *
 * @param asked whether it was asked for, and isn't there just because there is a terminal
 * @param host an address or a name
 * @param port 0 for one that is free
 */
record Serving(boolean asked, String host, int port) {
  static Optional<Serving> of(CrawlOptions given, Terminal terminal) {
    boolean off = given.has("--no-serve");
    boolean asked = given.has("--serve");
    if (asked && off) throw CommandException.usage("--serve and --no-serve exclude each other");
    if (asked) return Optional.of(at(given.text("--serve").orElse("")));
    boolean silent = given.has("--quiet") || given.has("--no-progress");
    if (off || silent || !terminal.isScreen()) return Optional.empty();
    return Optional.of(new Serving(false, Listening.HOST, 0));
  }

  private static Serving at(String text) {
    if (text.isEmpty()) return new Serving(true, Listening.HOST, 0);
    int colon = text.lastIndexOf(':');
    String host = colon > 0 ? text.substring(0, colon) : Listening.HOST;
    return new Serving(true, host, Settings.port("--serve", text.substring(colon + 1)));
  }
}
