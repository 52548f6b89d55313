package weft.crawl.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import weft.crawl.result.Visit;

/**
 * The results of a crawl in an H2 database file, and as JSON Lines where asked for.
 *
 * <p>For one thread at a time, and never for one that may be interrupted: an interrupt inside H2
 * closes the file under it. Every method throws {@link StoreException} with one line where it
 * fails.
 */
public final class CrawlStore implements AutoCloseable {
  private static final String SUFFIX = ".mv.db";

  /** Commits go to the file at once, so a killed crawl loses what was not committed and no more. */
  private static final String OPTIONS = ";DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0;CACHE_SIZE=65536";

  private final Path file;
  private final String url;
  private final Connection connection;
  private final BatchWriter writer;
  private final Optional<JsonLines> jsonLines;

  private CrawlStore(
      Path file,
      String url,
      Connection connection,
      BatchWriter writer,
      Optional<JsonLines> jsonLines) {
    this.file = file;
    this.url = url;
    this.connection = connection;
    this.writer = writer;
    this.jsonLines = jsonLines;
  }

  /** Whether a crawl can begin a file with JSON Lines, and nothing is lost by it. */
  public static boolean isFree(Path jsonLines) {
    try {
      return JsonLines.isFree(jsonLines);
    } catch (IOException e) {
      throw new StoreException("cannot write " + jsonLines, e);
    }
  }

  /**
   * Starts results of a new crawl, in the place of those that may be there, JSON Lines included.
   */
  public static CrawlStore create(Path database, Optional<Path> jsonLines) {
    Path file = fileOf(database);
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) Files.createDirectories(parent);
      Files.deleteIfExists(file);
      return open(file, jsonLines, Mode.CREATE);
    } catch (IOException e) {
      throw new StoreException("cannot write results to " + file, e);
    }
  }

  /**
   * Goes on with the results of an earlier crawl; one that was killed before it had tables may be
   * begun in its file. The JSON Lines then have all pages, also those of runs that wrote none; a
   * file with anything else is refused.
   */
  public static CrawlStore resume(Path database, Optional<Path> jsonLines) {
    return open(existing(database, "resume"), jsonLines, Mode.RESUME);
  }

  /**
   * Begins to repeat an earlier crawl, finished or not: nothing in it is done any more, and what it
   * has of pages with validators is there to be taken over. Its JSON Lines are begun anew.
   */
  public static CrawlStore refresh(Path database, Optional<Path> jsonLines) {
    return open(existing(database, "refresh"), jsonLines, Mode.REFRESH);
  }

  private static Path existing(Path database, String what) {
    Path file = fileOf(database);
    if (Files.isRegularFile(file)) return file;
    throw new StoreException("no earlier crawl to " + what + ": there is no file " + file);
  }

  /** The file that H2 keeps the database {@code path} in: it has a suffix of its own. */
  public static Path fileOf(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.endsWith(SUFFIX) ? path : path.resolveSibling(name + SUFFIX);
  }

  private enum Mode {
    CREATE,
    RESUME,
    REFRESH
  }

  private static CrawlStore open(Path file, Optional<Path> jsonLines, Mode mode) {
    boolean resume = mode != Mode.CREATE;
    String path = file.toAbsolutePath().normalize().toString();
    String name = path.substring(0, path.length() - SUFFIX.length());
    if (name.indexOf(';') >= 0) {
      throw new StoreException(
          "cannot keep results in " + file + ": H2 allows no semicolon in the name");
    }
    Connection connection = null;
    try {
      String url = "jdbc:h2:file:" + name + OPTIONS;
      connection = DriverManager.getConnection(url + (resume ? ";IFEXISTS=TRUE" : ""));
      connection.setAutoCommit(false);
      if (!resume || Schema.isUnfinished(connection)) Schema.create(connection);
      else if (!Schema.version(connection).equals(Schema.VERSION)) {
        throw new StoreException(file + " has no results of a crawl that this version can resume");
      }
      Repetition.index(connection, false);
      var writer = new BatchWriter(connection);
      Optional<JsonLines> lines =
          jsonLines.isEmpty()
              ? Optional.empty()
              : Optional.of(lines(jsonLines.get(), connection, writer, mode));
      if (mode == Mode.REFRESH) {
        Repetition.begin(connection);
        if (lines.isPresent()) writer.complete(lines.get());
      }
      return new CrawlStore(file, url, connection, writer, lines);
    } catch (SQLException e) {
      closeQuietly(connection);
      throw new StoreException(problem(file, e), e);
    } catch (IOException e) {
      closeQuietly(connection);
      throw new StoreException("cannot write " + jsonLines.map(Path::toString).orElse(""), e);
    } catch (StoreException e) {
      closeQuietly(connection);
      throw e;
    }
  }

  private static JsonLines lines(Path file, Connection connection, BatchWriter writer, Mode mode)
      throws SQLException, IOException {
    JsonState known = writer.json();
    JsonLines lines = mode == Mode.CREATE ? JsonLines.create(file) : JsonLines.resume(file, known);
    if (mode == Mode.REFRESH) {
      lines.close(); // it is this crawl's own
      lines = JsonLines.create(file);
    }
    boolean good = false;
    try {
      if (mode == Mode.RESUME)
        StoredPages.write(connection, lines.length() == 0 ? 0 : known.lastId(), lines);
      writer.complete(lines);
      good = true;
    } finally {
      if (!good) lines.close();
    }
    return lines;
  }

  private static String problem(Path file, SQLException e) {
    boolean locked = e.getErrorCode() == org.h2.api.ErrorCode.DATABASE_ALREADY_OPEN_1;
    return locked ? file + " is in use by another process" : "cannot open " + file;
  }

  /** The database file. */
  public Path file() {
    return file;
  }

  /** Remembers where a crawl starts. */
  public void addSeeds(Collection<String> urls) {
    try (PreparedStatement insert =
        connection.prepareStatement("MERGE INTO seed KEY (url) VALUES (?)")) {
      for (String url : urls) {
        insert.setString(1, url);
        insert.addBatch();
      }
      insert.executeBatch();
      connection.commit();
    } catch (SQLException e) {
      throw new StoreException("cannot write to " + file, e);
    }
  }

  /** The seeds of all crawls into this file. */
  public List<String> seeds() {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT url FROM seed ORDER BY url")) {
      var seeds = new java.util.ArrayList<String>();
      while (rows.next()) seeds.add(rows.getString(1));
      return seeds;
    } catch (SQLException e) {
      throw new StoreException("cannot read " + file, e);
    }
  }

  /** Writes a batch in one transaction: all of it is there afterwards, or nothing. */
  public void write(List<Visit> batch) {
    try {
      if (jsonLines.isPresent()) jsonLines.get().write(batch);
      writer.write(batch, jsonLines);
    } catch (SQLException e) {
      throw new StoreException("cannot write to " + file, e);
    } catch (IOException e) {
      throw new StoreException("cannot write " + jsonLines.map(JsonLines::file).orElse(file), e);
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
      throw new StoreException("cannot write to " + file, e);
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
      throw new StoreException("cannot write to " + file, e);
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
  public Optional<EarlierPages> earlier() {
    Connection reading = null;
    try {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT 1 FROM earlier FETCH FIRST ROW ONLY")) {
        if (!row.next()) return Optional.empty();
      }
      Repetition.index(connection, true);
      reading = DriverManager.getConnection(url);
      return Optional.of(EarlierPages.read(reading));
    } catch (SQLException e) {
      closeQuietly(reading);
      throw new StoreException("cannot read " + file, e);
    }
  }

  /** Ends the repetition of a crawl, if it is one: only what it has found stays. */
  public void forgetEarlier() {
    try {
      Repetition.end(connection);
    } catch (SQLException e) {
      throw new StoreException("cannot write to " + file, e);
    }
  }

  /** Takes the repetition of a crawl back: its earlier results are there again. */
  public void restore() {
    try {
      Repetition.undo(connection);
    } catch (SQLException e) {
      throw new StoreException("cannot write to " + file, e);
    }
  }

  /** What is known from before. */
  public Known known() {
    try {
      return Known.read(connection);
    } catch (SQLException e) {
      throw new StoreException("cannot read " + file, e);
    }
  }

  @Override
  public void close() {
    try {
      if (jsonLines.isPresent()) jsonLines.get().close();
      connection.close();
    } catch (SQLException | IOException e) {
      throw new StoreException("cannot close " + file, e);
    }
  }

  private static void closeQuietly(@org.jspecify.annotations.Nullable Connection connection) {
    try {
      if (connection != null) connection.close();
    } catch (SQLException _) {
      // the first failure says more
    }
  }
}
