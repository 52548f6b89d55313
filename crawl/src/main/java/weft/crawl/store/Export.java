package weft.crawl.store;

import java.nio.file.Path;
import java.util.List;
import weft.crawl.result.Visit;

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
    JSON("json", ""),
    /** A record of RFC 4180; the first line has the names of its fields. */
    CSV("csv", Csv.HEAD);

    /** What names in the database begin with. */
    final String key;

    /** What a file begins with. */
    final String head;

    Format(String key, String head) {
      this.key = key;
      this.head = head;
    }

    /** The lines of pages in this format. */
    String of(List<Visit> batch) {
      return switch (this) {
        case JSON -> JsonLines.of(batch);
        case CSV -> Csv.of(batch);
      };
    }
  }
}
