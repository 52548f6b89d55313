package weft.cli;

import java.io.IOException;
import java.util.List;

/**
 * A program that has the terminal while it runs.
 *
 * <p>Ctrl-C goes from the terminal to the program itself, so here it does nothing: the program may
 * clean up for as long as it likes, and says how it all ends. A request to terminate is passed on,
 * and the end of the terminal as one.
 */
final class ChildProcess {
  private ChildProcess() {}

  /** Runs a command to its end; returns its exit code. */
  static int run(List<String> command) throws IOException {
    try (var _ = Signal.handle("INT", () -> {})) {
      Process child = new ProcessBuilder(command).inheritIO().start();
      try (var _ = Signal.handle("TERM", child::destroy);
          var _ = Signal.handle("HUP", child::destroy)) {
        return waitFor(child);
      }
    }
  }

  private static int waitFor(Process child) {
    while (true) {
      try {
        return child.waitFor();
      } catch (InterruptedException _) {
        child.destroy();
      }
    }
  }
}
