package weft.crawl.store;

import java.nio.file.Path;

/**
 * A file with a line for each page, beside the database.
 *
 * @param format what a line is
 * @param file where
 */
public record Export(Format format, Path file) {
  /** What a line is. */
  public enum Format {
    /** A JSON object. */
    JSON("json", "", new JsonLines()),
    /** A record of RFC 4180; the first line has the names of its fields. */
    CSV("csv", Csv.HEAD, new Csv());

    /** What names in the database begin with. */
    final String key;

    /** What a file begins with. */
    final String head;

    final Lines lines;

    Format(String key, String head, Lines lines) {
      this.key = key;
      this.head = head;
      this.lines = lines;
    }
  }
}
