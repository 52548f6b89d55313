package weft.bench.harness;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** A command as one would type it. */
final class ShellWords {
  private ShellWords() {}

  static String of(List<String> words) {
    return words.stream().map(ShellWords::quoted).collect(joining(" "));
  }

  private static String quoted(String word) {
    if (word.matches("[\\w./:=@%+,-]+")) return word;
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
