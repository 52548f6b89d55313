package weft.crawl.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.crawl.result.Visit;

/**
 * The results of a crawl in a database, and in files beside it where asked for.
 *
 * <p>For one thread at a time, and never for one that may be interrupted. Every method throws
 * {@link StoreException} with one line where it fails.
 */
public final class CrawlStore implements AutoCloseable {
  /** What a note is noted under. */
  static final String NOTE = "note";

  private final Place place;
  private final Connection connection;
  private final BatchWriter writer;
  private final List<PageFile> files;
  private boolean discarded;

  private CrawlStore(Place place, Connection connection, BatchWriter writer, List<PageFile> files) {
    this.place = place;
    this.connection = connection;
    this.writer = writer;
    this.files = files;
  }

  /** Whether a crawl can begin this file, and nothing is lost by it. */
  public static boolean isFree(Path file) {
    try {
      return PageFile.isFree(file);
    } catch (IOException e) {
      throw new StoreException("cannot write " + file, e);
    }
  }

  /** Starts results of a new crawl, where there are none. */
  public static CrawlStore create(Place place, List<Export> exports) {
    return open(place, exports, Mode.CREATE);
  }

  /** Starts results of a new crawl, in the place of those that may be there, files included. */
  public static CrawlStore replace(Place place, List<Export> exports) {
    return open(place, exports, Mode.REPLACE);
  }

  /**
   * Goes on with the results of an earlier crawl; one that was killed before it had tables may be
   * begun in its file. The files then have all pages, also those of runs that wrote none; one with
   * anything else is refused.
   */
  public static CrawlStore resume(Place place, List<Export> exports) {
    return open(place, exports, Mode.RESUME);
  }

  /**
   * Begins to repeat an earlier crawl, finished or not: nothing in it is done any more, and what it
   * has of pages with validators is there to be taken over. Its files are begun anew.
   */
  public static CrawlStore refresh(Place place, List<Export> exports) {
    return open(place, exports, Mode.REFRESH);
  }

  private static CrawlStore open(Place place, List<Export> exports, Mode mode) {
    Connection connection = null;
    var files = new ArrayList<PageFile>();
    boolean good = false;
    try {
      connection = place.open(mode);
      var writer = new BatchWriter(connection, place.dialect());
      if (mode == Mode.REFRESH) {
        for (Export export : exports) checkOwn(export, writer);
        Repetition.begin(connection);
      }
      var store = new CrawlStore(place, connection, writer, files);
      for (Export export : exports) files.add(store.begin(export, mode.goesOn()));
      connection.commit();
      good = true;
      return store;
    } catch (SQLException e) {
      throw place.failure(e);
    } catch (IOException e) {
      throw new StoreException("cannot write results to " + place, e);
    } finally {
      if (!good) {
        files.forEach(CrawlStore::closeQuietly);
        closeQuietly(connection);
      }
    }
  }

  /** Fails if the file has anything but what this crawl has written. */
  private static void checkOwn(Export export, BatchWriter writer) throws SQLException {
    try {
      PageFile.resume(export, writer.file(export.format())).close();
    } catch (IOException e) {
      throw new StoreException("cannot write " + export.file(), e);
    }
  }

  private PageFile begin(Export export, boolean resume) throws SQLException {
    PageFile file = null;
    boolean good = false;
    try {
      FileState known = writer.file(export.format());
      file = resume ? PageFile.resume(export, known) : PageFile.create(export);
      fill(file, known.lastId());
      good = true;
      return file;
    } catch (IOException e) {
      throw new StoreException("cannot write " + export.file(), e);
    } finally {
      if (!good) closeQuietly(file);
    }
  }

  /** Writes what the file lacks of what is stored. */
  private void fill(PageFile file, long lastId) throws SQLException, IOException {
    boolean fresh = file.length() == 0;
    if (fresh) {
      writer.complete(file); // its name: who is killed from here on has to know it again
      file.writeHead();
    }
    if (file.format().isOfPages()) {
      StoredPages.write(connection, place.dialect(), fresh ? 0 : lastId, file);
    }
    writer.complete(file);
  }

  /** A folder for what is needed while the crawl runs. */
  public Path folder() {
    return place.folder();
  }

  /** Remembers where a crawl starts. */
  public void addSeeds(Collection<String> urls) {
    try (PreparedStatement insert = connection.prepareStatement(place.dialect().putSeed())) {
      for (String url : urls) {
        insert.setString(1, place.dialect().text(url));
        insert.addBatch();
      }
      insert.executeBatch();
      connection.commit();
    } catch (SQLException e) {
      throw new StoreException("cannot write to " + place, e);
    }
  }

  /** The seeds of all crawls into this file. */
  public List<String> seeds() {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT url FROM seed ORDER BY url")) {
      var seeds = new ArrayList<String>();
      while (rows.next()) seeds.add(rows.getString(1));
      connection.commit();
      return seeds;
    } catch (SQLException e) {
      throw new StoreException("cannot read " + place, e);
    }
  }

  /** Writes a batch in one transaction: all of it is there afterwards, or nothing. */
  public void write(List<Visit> batch) {
    for (PageFile lines : files) {
      try {
        lines.write(batch);
      } catch (IOException e) {
        throw new StoreException("cannot write " + lines.file(), e);
      }
    }
    try {
      writer.write(batch, files);
    } catch (SQLException e) {
      throw new StoreException("cannot write to " + place, e);
    }
  }

  /**
   * Takes back what has no lasting outcome, so that it is still to be fetched: URLs that were never
   * requested because their host could not be asked for its robots.txt.
   *
   * @param failed also those that failed or timed out, or were answered with 429 or 5xx, after all
   *     attempts
   */
  public void takeBack(boolean failed) {
    String more =
        " OR kind IN ('FAILED', 'TIMED_OUT')"
            + " OR (kind = 'HTTP_ERROR' AND (status = 429 OR status >= 500))";
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "DELETE FROM outcome WHERE (attempts = 0 AND (kind = 'FAILED'"
              + " OR (kind = 'DISALLOWED' AND detail <> 'by robots.txt')))"
              + (failed ? more : ""));
      connection.commit();
    } catch (SQLException e) {
      throw new StoreException("cannot write to " + place, e);
    }
  }

  /**
   * Notes in what way pages are read from now on. Those that were read in another are fetched anew
   * when the crawl is repeated.
   */
  public void readAs(String reading) {
    try {
      String before = writer.meta("reading").orElse(reading);
      if (!before.equals(reading) && isEmpty()) {
        Repetition.distrust(connection);
        before = reading;
      }
      writer.note("reading", before.equals(reading) ? reading : "in several ways");
    } catch (SQLException e) {
      throw new StoreException("cannot write to " + place, e);
    }
  }

  /** Whether no URL is done, as when a crawl begins or is begun again. */
  private boolean isEmpty() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT 1 FROM outcome FETCH FIRST ROW ONLY")) {
      return !row.next();
    }
  }

  /** What the crawl that is being repeated has; empty if none is. To be closed before this. */
  public Optional<EarlierPages> earlierPages() {
    try {
      boolean on = Repetition.isOn(connection, place.dialect());
      connection.commit();
      if (!on) return Optional.empty();
      return Optional.of(new EarlierPages(place.another(), place.dialect()));
    } catch (SQLException e) {
      throw new StoreException("cannot read " + place, e);
    }
  }

  /** Ends the repetition of a crawl, if it is one: only what it has found stays. */
  public void forgetEarlier() {
    try {
      Repetition.end(connection);
    } catch (SQLException e) {
      throw new StoreException("cannot write to " + place, e);
    }
  }

  /** Takes the repetition of a crawl back: its earlier results are there again, also in files. */
  public void restore() {
    try {
      Repetition.undo(connection);
      for (PageFile lines : files) {
        if (!lines.format().isOfPages()) continue;
        lines.clear();
        fill(lines, 0);
      }
    } catch (SQLException | IOException e) {
      throw new StoreException("cannot write to " + place, e);
    }
  }

  /** Tells what is known from before. */
  public void replay(Earlier earlier) {
    try {
      new EarlierCrawl(connection, place.dialect()).read(earlier);
      connection.commit(); // no transaction stays open while nothing is written
    } catch (SQLException e) {
      throw new StoreException("cannot read " + place, e);
    }
  }

  /** How much is done. */
  public Done done() {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT COUNT(*), COUNT(CASE WHEN kind = 'PAGE' THEN 1 END) FROM outcome")) {
      var done = row.next() ? new Done(row.getLong(1), row.getLong(2)) : new Done(0, 0);
      connection.commit();
      return done;
    } catch (SQLException e) {
      throw new StoreException("cannot read " + place, e);
    }
  }

  /**
   * How much is done.
   *
   * @param urls URLs that have an outcome
   * @param pages pages among them
   */
  public record Done(long urls, long pages) {}

  /** Keeps a text for whoever goes on. */
  public void note(String text) {
    try {
      writer.note(NOTE, text);
    } catch (SQLException e) {
      throw new StoreException("cannot write to " + place, e);
    }
  }

  /**
   * Takes away what a crawl has begun that came to nothing, so that another can begin there; a file
   * stays, for that may be taken away by anybody. What is left to do then is to close this.
   */
  public void discard() {
    try {
      place.discard(connection);
      discarded = true;
    } catch (SQLException e) {
      throw new StoreException("cannot write to " + place, e);
    }
  }

  @Override
  public void close() {
    try (Connection closing = connection) {
      for (PageFile lines : files) lines.close();
      if (discarded) return;
      Schema.index(closing, place.dialect());
      place.tidy(closing);
    } catch (SQLException | IOException e) {
      throw new StoreException("cannot close " + place, e);
    }
  }

  private static void closeQuietly(@Nullable AutoCloseable open) {
    try {
      if (open != null) open.close();
    } catch (Exception _) {
      // the first failure says more
    }
  }
}
