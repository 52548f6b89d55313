package weft.cli;

import java.io.Console;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.Scanner;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the standard error is shown on. The JDK tells of standard input and output alone, and the
 * libraries that know more take over the handling of signals; so the shell is asked, and only when
 * somebody wants to know.
 */
final class Terminal {
  private static final int DEFAULT_WIDTH = 80;

  private static final int DEFAULT_HEIGHT = 24;
  private static final Size NONE = new Size(0, 0);

  private final Supplier<Size> ask;
  private final boolean screen;
  private final boolean unicode;
  private @Nullable Size size;

  private record Size(int rows, int columns) {}

  private Terminal(Supplier<Size> ask, boolean screen, boolean unicode) {
    this.ask = ask;
    this.screen = screen;
    this.unicode = unicode;
  }

  /** The terminal of this process, if there is one. */
  static Terminal ofProcess() {
    boolean smart = !List.of("", "dumb").contains(System.getenv().getOrDefault("TERM", ""));
    boolean screen =
        smart && Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    String encoding = System.getProperty("stderr.encoding", Charset.defaultCharset().name());
    return new Terminal(
        () -> smart ? askTheShell() : NONE, screen, encoding.regionMatches(true, 0, "UTF", 0, 3));
  }

  /** No terminal: the output goes to a file or another program. */
  static Terminal none() {
    return new Terminal(() -> NONE, false, false);
  }

  /** The number of columns; 0 if this is no terminal that can go back to the start of a line. */
  int width() {
    return size().columns;
  }

  /** The number of rows; 0 if this is no terminal. */
  int height() {
    return size().rows;
  }

  private synchronized Size size() {
    if (size == null) size = ask.get();
    return size;
  }

  /** Tells whether what is written to the standard output may have colours. */
  boolean isColored() {
    return screen && System.getenv("NO_COLOR") == null;
  }

  /** Tells whether the standard output is shown on a screen, of a size that is known. */
  boolean isScreen() {
    return screen && width() > 0;
  }

  /** Tells whether there is more than ASCII. */
  boolean isUnicode() {
    return unicode;
  }

  private static Size askTheShell() {
    try {
      Process shell =
          new ProcessBuilder("sh", "-c", "[ -t 2 ] && { stty size <&2 || echo; }")
              .redirectInput(Redirect.INHERIT)
              .redirectError(Redirect.INHERIT)
              .start();
      try (var answer = new Scanner(shell.getInputStream(), Charset.defaultCharset())) {
        if (!answer.hasNextLine()) return NONE;
        String size = answer.nextLine(); // rows and columns
        int space = size.indexOf(' ');
        return new Size(
            number(size.substring(0, Math.max(0, space)), DEFAULT_HEIGHT),
            number(size.substring(space + 1), DEFAULT_WIDTH));
      }
    } catch (IOException e) {
      return NONE; // a system without a shell
    }
  }

  private static int number(String text, int otherwise) {
    return text.matches("[1-9]\\d{0,4}") ? Integer.parseInt(text) : otherwise;
  }
}
