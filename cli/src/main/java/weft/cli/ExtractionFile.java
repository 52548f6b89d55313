package weft.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file of extraction rules: one a line, with blank lines and lines that begin with {@code #}. */
final class ExtractionFile {
  private ExtractionFile() {}

  static List<String> read(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
          .toList();
    } catch (CharacterCodingException e) {
      throw CommandException.failed("cannot read " + file + ": it is no text in UTF-8", e);
    } catch (IOException e) {
      throw CommandException.failed("cannot read " + file + ": " + Paths.why(e), e);
    }
  }
}
