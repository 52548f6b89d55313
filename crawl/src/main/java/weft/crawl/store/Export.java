package weft.crawl.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import weft.Environment;
import weft.crawl.archive.Warc;
import weft.crawl.result.Visit;

/**
 * A file beside the database, which is appended to with each batch.
 *
 * @param format what is in it
 * @param file where
 */
public record Export(Format format, Path file) {
  /** What is in a file. */
  public enum Format {
    /** A JSON object for each page, one a line. */
    JSON("json"),
    /** A record of RFC 4180 for each page; the first line has the names of its fields. */
    CSV("csv"),
    /** The request and the response of each URL that was answered, in gzip members of WARC 1.1. */
    WARC("warc");

    /** What names in the database begin with. */
    final String key;

    Format(String key) {
      this.key = key;
    }

    /** Whether all of it can be made again of what is in the database. */
    boolean isOfPages() {
      return this != WARC;
    }

    /** Writes what a file begins with. */
    void writeHead(String fileName, OutputStream out) throws IOException {
      switch (this) {
        case JSON -> {}
        case CSV -> out.write(Csv.HEAD.getBytes(UTF_8));
        case WARC -> out.write(Warc.info(fileName, Environment.current().clock().now()));
      }
    }

    /** Writes what this format has of a batch. */
    void write(List<Visit> batch, OutputStream out) throws IOException {
      switch (this) {
        case JSON -> out.write(JsonLines.of(batch).getBytes(UTF_8));
        case CSV -> out.write(Csv.of(batch).getBytes(UTF_8));
        case WARC -> {
          for (Visit visit : batch) {
            if (visit.archived().isPresent()) out.write(visit.archived().get().bytes());
          }
        }
      }
    }
  }
}
