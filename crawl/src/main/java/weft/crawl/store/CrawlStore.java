package weft.crawl.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
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
 * The results of a crawl in an H2 database file, and in files beside it where asked for.
 *
 * <p>For one thread at a time, and never for one that may be interrupted: an interrupt inside H2
 * closes the file under it. Every method throws {@link StoreException} with one line where it
 * fails.
 */
public final class CrawlStore implements AutoCloseable {
  private static final String SUFFIX = ".mv.db";

  /** Commits go to the file at once, so a killed crawl loses what was not committed and no more. */
  private static final String OPTIONS =
      ";DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0;MAX_COMPACT_TIME=0;CACHE_SIZE=";

  private static final long LARGEST_CACHE = 65_536; // kibibytes

  /** Compacting more takes longer than anybody would wait for. */
  private static final long LARGEST_COMPACTED = 256L << 20;

  private static final int WELL_FILLED = 50; // per cent

  private final Path file;
  private final String url;
  private final Connection connection;
  private final BatchWriter writer;
  private final List<PageFile> files;

  private CrawlStore(
      Path file, String url, Connection connection, BatchWriter writer, List<PageFile> files) {
    this.file = file;
    this.url = url;
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

  /** Starts results of a new crawl, in the place of those that may be there, files included. */
  public static CrawlStore create(Path database, List<Export> exports) {
    Path file = fileOf(database);
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) Files.createDirectories(parent);
      requireUnused(file);
      Files.deleteIfExists(file);
      return open(file, exports, Mode.CREATE);
    } catch (IOException e) {
      throw new StoreException("cannot write results to " + file, e);
    }
  }

  /** Fails if a crawl writes into the file: it would go on in one that has no name any more. */
  private static void requireUnused(Path file) throws IOException {
    if (!Files.isRegularFile(file)) return;
    boolean used;
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      used = lock == null;
    } catch (OverlappingFileLockException e) {
      used = true;
    }
    if (used) throw new StoreException(inUse(file));
  }

  /**
   * Goes on with the results of an earlier crawl; one that was killed before it had tables may be
   * begun in its file. The files then have all pages, also those of runs that wrote none; one with
   * anything else is refused.
   */
  public static CrawlStore resume(Path database, List<Export> exports) {
    return open(existing(database, "resume"), exports, Mode.RESUME);
  }

  /**
   * Begins to repeat an earlier crawl, finished or not: nothing in it is done any more, and what it
   * has of pages with validators is there to be taken over. Its files are begun anew.
   */
  public static CrawlStore refresh(Path database, List<Export> exports) {
    return open(existing(database, "refresh"), exports, Mode.REFRESH);
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

  private static CrawlStore open(Path file, List<Export> exports, Mode mode) {
    boolean resume = mode != Mode.CREATE;
    String path = file.toAbsolutePath().normalize().toString();
    String name = path.substring(0, path.length() - SUFFIX.length());
    if (name.indexOf(';') >= 0) {
      throw new StoreException(
          "cannot keep results in " + file + ": H2 allows no semicolon in the name");
    }
    Connection connection = null;
    var files = new ArrayList<PageFile>();
    boolean good = false;
    try {
      String url = "jdbc:h2:file:" + name + OPTIONS + cache();
      connection = DriverManager.getConnection(url + (resume ? ";IFEXISTS=TRUE" : ""));
      connection.setAutoCommit(false);
      if (!resume || Schema.isUnfinished(connection)) Schema.create(connection);
      else if (!Schema.version(connection).equals(Schema.VERSION)) {
        throw new StoreException(file + " has no results of a crawl that this version can resume");
      }
      var writer = new BatchWriter(connection);
      if (mode == Mode.REFRESH) {
        for (Export export : exports) checkOwn(export, writer);
        Repetition.begin(connection);
      }
      for (Export export : exports) files.add(begin(export, connection, writer, resume));
      good = true;
      return new CrawlStore(file, url, connection, writer, files);
    } catch (SQLException e) {
      throw new StoreException(problem(file, e), e);
    } finally {
      if (!good) {
        files.forEach(CrawlStore::closeQuietly);
        closeQuietly(connection);
      }
    }
  }

  /** In a small heap no more than an eighth of it. */
  private static long cache() {
    return Math.min(LARGEST_CACHE, Runtime.getRuntime().maxMemory() / 8 / 1024);
  }

  /** Fails if the file has anything but what this crawl has written. */
  private static void checkOwn(Export export, BatchWriter writer) throws SQLException {
    try {
      PageFile.resume(export, writer.file(export.format())).close();
    } catch (IOException e) {
      throw new StoreException("cannot write " + export.file(), e);
    }
  }

  private static PageFile begin(
      Export export, Connection connection, BatchWriter writer, boolean resume)
      throws SQLException {
    PageFile file = null;
    boolean good = false;
    try {
      FileState known = writer.file(export.format());
      file = resume ? PageFile.resume(export, known) : PageFile.create(export);
      fill(file, known.lastId(), connection, writer);
      good = true;
      return file;
    } catch (IOException e) {
      throw new StoreException("cannot write " + export.file(), e);
    } finally {
      if (!good) closeQuietly(file);
    }
  }

  /** Writes what the file lacks of what is stored. */
  private static void fill(PageFile file, long lastId, Connection connection, BatchWriter writer)
      throws SQLException, IOException {
    boolean fresh = file.length() == 0;
    if (fresh) {
      writer.complete(file); // its name: who is killed from here on has to know it again
      file.writeHead();
    }
    if (file.format().isOfPages()) StoredPages.write(connection, fresh ? 0 : lastId, file);
    writer.complete(file);
  }

  private static String problem(Path file, SQLException e) {
    boolean locked = e.getErrorCode() == org.h2.api.ErrorCode.DATABASE_ALREADY_OPEN_1;
    return locked ? inUse(file) : "cannot open " + file;
  }

  private static String inUse(Path file) {
    return file + " is in use by another process";
  }

  /** The database file. */
  public Path file() {
    return file;
  }

  /** The folder of that file. */
  public Path folder() {
    return file.toAbsolutePath().resolveSibling("");
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
      var seeds = new ArrayList<String>();
      while (rows.next()) seeds.add(rows.getString(1));
      return seeds;
    } catch (SQLException e) {
      throw new StoreException("cannot read " + file, e);
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
      throw new StoreException("cannot write to " + file, e);
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
  public Optional<EarlierPages> earlierPages() {
    try {
      if (!Repetition.isOn(connection)) return Optional.empty();
      return Optional.of(new EarlierPages(DriverManager.getConnection(url)));
    } catch (SQLException e) {
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

  /** Takes the repetition of a crawl back: its earlier results are there again, also in files. */
  public void restore() {
    try {
      Repetition.undo(connection);
      for (PageFile lines : files) {
        if (!lines.format().isOfPages()) continue;
        lines.clear();
        fill(lines, 0, connection, writer);
      }
    } catch (SQLException | IOException e) {
      throw new StoreException("cannot write to " + file, e);
    }
  }

  /** Tells what is known from before. */
  public void replay(Earlier earlier) {
    try {
      new EarlierCrawl(connection).read(earlier);
    } catch (SQLException e) {
      throw new StoreException("cannot read " + file, e);
    }
  }

  /** How much is done. */
  public Done done() {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT COUNT(*), COUNT(CASE WHEN kind = 'PAGE' THEN 1 END) FROM outcome")) {
      return row.next() ? new Done(row.getLong(1), row.getLong(2)) : new Done(0, 0);
    } catch (SQLException e) {
      throw new StoreException("cannot read " + file, e);
    }
  }

  /**
   * How much is done.
   *
   * @param urls URLs that have an outcome
   * @param pages pages among them
   */
  public record Done(long urls, long pages) {}

  @Override
  public void close() {
    try (Connection closing = connection;
        Statement statement = closing.createStatement()) {
      for (PageFile lines : files) lines.close();
      Schema.index(connection);
      if (isWasteful()) statement.execute("SHUTDOWN COMPACT");
    } catch (SQLException | IOException e) {
      throw new StoreException("cannot close " + file, e);
    }
  }

  /** Many small batches, of a slow crawl, leave a file that is nearly empty. */
  private boolean isWasteful() throws SQLException, IOException {
    if (Files.size(file) > LARGEST_COMPACTED) return false;
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT setting_value FROM information_schema.settings"
                    + " WHERE setting_name = 'info.CHUNKS_FILL_RATE'")) {
      return row.next() && Integer.parseInt(row.getString(1)) < WELL_FILLED;
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
