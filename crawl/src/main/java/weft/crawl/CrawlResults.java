package weft.crawl;

import static weft.Weft.shield;
import static weft.Weft.toThread;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import weft.crawl.result.Found;
import weft.crawl.result.LinkGraph;
import weft.crawl.result.Neighbours;
import weft.crawl.store.Place;
import weft.crawl.store.StoreException;
import weft.crawl.store.StoredResults;

/**
 * What a crawl has stored, to be looked at when it is over: search, the links of a URL, a part of
 * the link graph.
 *
 * <p>The database is open only while a method reads it. A file of H2 can't be read while a crawl
 * writes to it. Each method may be called by several tasks, throws {@link CrawlException} with one
 * line if there is nothing to be read, and when cancelled still waits for the end of its query.
 */
public final class CrawlResults {
  private final Place place;

  private CrawlResults(Place place) {
    this.place = place;
  }

  /**
   * The results in a file of H2.
   *
   * @param database the file, as {@link CrawlSettings#builder(Path)} was told
   * @throws CrawlException if there is none
   */
  public static CrawlResults of(Path database) {
    return of(CrawlDatabase.of(database));
  }

  /**
   * The results in a database.
   *
   * @throws CrawlException if it is a file that isn't there
   */
  public static CrawlResults of(CrawlDatabase database) {
    database
        .file()
        .filter(file -> !Files.isRegularFile(file))
        .ifPresent(file -> {
          throw new CrawlException("there is no file " + file);
        });
    return new CrawlResults(database.place);
  }

  /** What {@link CrawlSettingsBuilder#note} has left; nothing where there is no crawl, either. */
  public Optional<String> note() {
    return read(StoredResults::note);
  }

  /**
   * The URLs that have all words of {@code text} in their title or in themselves, in any order and
   * without regard to case; a blank text finds all.
   *
   * @param errorsOnly only what was to be had and was not
   * @param most how many to give back
   */
  public Found search(String text, boolean errorsOnly, int most) {
    Objects.requireNonNull(text, "text");
    return read(stored -> stored.search(text, errorsOnly, positive(most)));
  }

  /**
   * A URL and what it is linked with.
   *
   * @param most how many to give back, each way
   */
  public Optional<Neighbours> neighbours(String url, int most) {
    Objects.requireNonNull(url, "url");
    return read(stored -> stored.neighbours(url, positive(most)));
  }

  /**
   * The pages nearest to the seeds, and the links between them.
   *
   * @param most how many pages
   */
  public LinkGraph graph(int most) {
    return read(stored -> stored.graph(positive(most)));
  }

  private static int positive(int most) {
    if (most < 1) throw new IllegalArgumentException("at most " + most + " is nothing at all");
    return most;
  }

  private interface Query<T> {
    T run(StoredResults stored) throws SQLException;
  }

  /** An interrupt would close the file under H2. */
  private <T> T read(Query<T> query) {
    return shield(() ->
        toThread(() -> {
          try (var stored = StoredResults.open(place)) {
            return query.run(stored);
          } catch (StoreException e) {
            throw new CrawlException(String.valueOf(e.getMessage()), e);
          } catch (SQLException e) {
            throw new CrawlException("cannot read " + place, e);
          }
        }));
  }
}
