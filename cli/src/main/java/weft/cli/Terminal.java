package weft.cli;

import java.io.Console;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.Scanner;
import java.util.function.Supplier;

/**
 * What the standard error is shown on. The JDK tells of standard input and output alone, and the
 * libraries that know more take over the handling of signals; so the shell is asked, and only when
 * somebody wants to know.
 */
final class Terminal {
  private static final int DEFAULT_WIDTH = 80;

  private final Supplier<Integer> ask;
  private final boolean colored;
  private final boolean unicode;
  private int width = -1;

  private Terminal(Supplier<Integer> ask, boolean colored, boolean unicode) {
    this.ask = ask;
    this.colored = colored;
    this.unicode = unicode;
  }

  /** The terminal of this process, if there is one. */
  static Terminal ofProcess() {
    boolean smart = !List.of("", "dumb").contains(System.getenv().getOrDefault("TERM", ""));
    boolean colored =
        smart
            && System.getenv("NO_COLOR") == null
            && Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    String encoding = System.getProperty("stderr.encoding", Charset.defaultCharset().name());
    return new Terminal(
        () -> smart ? askTheShell() : 0, colored, encoding.regionMatches(true, 0, "UTF", 0, 3));
  }

  /** No terminal: the output goes to a file or another program. */
  static Terminal none() {
    return new Terminal(() -> 0, false, false);
  }

  /** The number of columns; 0 if this is no terminal that can go back to the start of a line. */
  synchronized int width() {
    if (width < 0) width = ask.get();
    return width;
  }

  /** Tells whether what is written to the standard output may have colours. */
  boolean isColored() {
    return colored;
  }

  /** Tells whether there is more than ASCII. */
  boolean isUnicode() {
    return unicode;
  }

  private static int askTheShell() {
    try {
      Process shell =
          new ProcessBuilder("sh", "-c", "[ -t 2 ] && { stty size <&2 || echo; }")
              .redirectInput(Redirect.INHERIT)
              .redirectError(Redirect.INHERIT)
              .start();
      try (var answer = new Scanner(shell.getInputStream(), Charset.defaultCharset())) {
        if (!answer.hasNextLine()) return 0;
        String size = answer.nextLine(); // rows and columns
        String columns = size.substring(size.indexOf(' ') + 1);
        return columns.matches("[1-9]\\d{0,4}") ? Integer.parseInt(columns) : DEFAULT_WIDTH;
      }
    } catch (IOException e) {
      return 0; // a system without a shell
    }
  }
}
