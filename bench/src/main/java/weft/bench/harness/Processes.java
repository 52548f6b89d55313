package weft.bench.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import weft.Weft;
import weft.process.Command;
import weft.process.Completed;

/** Runs commands in the root of the checkout, each for a bounded time, with its whole tree. */
final class Processes {
  private static final Duration LONGEST_BUILD = Duration.ofMinutes(3);
  private static final int MOST_OF_TROUBLE = 300;

  private final Path root;
  private final Set<List<String>> built = new HashSet<>();

  Processes(Path root) {
    this.root = root;
  }

  /** Runs a command that builds something, once. */
  void build(List<String> words) throws IOException {
    if (words.isEmpty() || !built.add(words)) return;
    output(words, LONGEST_BUILD);
  }

  /**
   * What a command writes to its output.
   *
   * @throws IOException if it can't be started, or fails: with the last that it said
   * @throws weft.TimeoutException if it takes longer; it was killed then
   */
  String output(List<String> words, Duration bound) throws IOException {
    var command = Command.of(found(words)).folder(root).grace(Duration.ofSeconds(2));
    Completed done = Weft.<Completed, IOException>timeout(bound, command::run);
    if (done.isSuccess()) return done.output();
    throw new IOException(
        "ended with exit code " + done.exitCode() + ": " + lastLine(done.errors(), done.output()));
  }

  /** This very Java, for commands say {@code java} so that one can read and repeat them. */
  static List<String> found(List<String> words) {
    if (!words.getFirst().equals("java")) return words;
    var all = new ArrayList<>(words);
    all.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    return all;
  }

  private static String lastLine(String... texts) {
    for (var text : texts) {
      var last = text.strip().lines().reduce("", (a, b) -> b.isBlank() ? a : b.strip());
      if (!last.isEmpty()) return last.substring(0, Math.min(last.length(), MOST_OF_TROUBLE));
    }
    return "it said nothing";
  }
}
