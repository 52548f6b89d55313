package weft.crawl;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import weft.crawl.store.Place;

/**
 * Where the results of a crawl are kept: a file of H2, or a schema of a PostgreSQL database.
 *
 * <p>In PostgreSQL a crawl has a schema of its own, "weft_crawl" or the one of the parameter {@code
 * currentSchema}, which is made if it isn't there. One with tables that are no crawl's is refused,
 * and so is one that another crawl writes to. A password that is in the environment variable {@code
 * PGPASSWORD} needn't be in the URL. The driver, {@code org.postgresql:postgresql}, is the user's
 * to bring.
 */
public final class CrawlDatabase {
  final Place place;

  private CrawlDatabase(Place place) {
    this.place = place;
  }

  /** A file of H2, which adds ".mv.db" to a name without it. */
  public static CrawlDatabase of(Path file) {
    return new CrawlDatabase(Place.of(file));
  }

  /**
   * What a URL names: {@code postgresql://user:password@host:5432/name}, with or without "jdbc:"
   * before it and parameters of the driver at its end, or {@code jdbc:h2:FILE}.
   *
   * @throws IllegalArgumentException if it names nothing of the kind; the message is one line, and
   *     doesn't have the URL in it
   */
  public static CrawlDatabase of(String url) {
    return new CrawlDatabase(Place.of(url));
  }

  /** The file, if it is one of H2. */
  public Optional<Path> file() {
    return place.file();
  }

  /** What the database's own shell takes, that of H2 or {@code psql}; without a password. */
  public String shellUrl() {
    return place.shellUrl();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CrawlDatabase that && place.equals(that.place);
  }

  @Override
  public int hashCode() {
    return Objects.hash(place);
  }

  /** The name of the file, or the URL without a password: {@link #of(String)} takes it again. */
  @Override
  public String toString() {
    return place.toString();
  }
}
