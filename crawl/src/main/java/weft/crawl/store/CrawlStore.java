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
  private final Connection connection;
  private final BatchWriter writer;
  private final Optional<JsonLines> jsonLines;

  private CrawlStore(Path file, Connection connection, Optional<Path> json, boolean resume)
      throws SQLException, IOException {
    this.file = file;
    this.connection = connection;
    this.writer = new BatchWriter(connection);
    this.jsonLines =
        json.isEmpty()
            ? Optional.empty()
            : Optional.of(JsonLines.open(json.get(), resume ? writer.jsonLength() : 0));
  }

  /** Starts results of a new crawl, in the place of those that may be there. */
  public static CrawlStore create(Path database, Optional<Path> jsonLines) {
    Path file = fileOf(database);
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) Files.createDirectories(parent);
      Files.deleteIfExists(file);
      return open(file, jsonLines, false);
    } catch (IOException e) {
      throw new StoreException("cannot write results to " + file, e);
    }
  }

  /** Goes on with the results of an earlier crawl. */
  public static CrawlStore resume(Path database, Optional<Path> jsonLines) {
    Path file = fileOf(database);
    if (!Files.isRegularFile(file)) {
      throw new StoreException("no earlier crawl to resume: there is no file " + file);
    }
    return open(file, jsonLines, true);
  }

  /** The file that H2 keeps the database {@code path} in: it has a suffix of its own. */
  public static Path fileOf(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.endsWith(SUFFIX) ? path : path.resolveSibling(name + SUFFIX);
  }

  private static CrawlStore open(Path file, Optional<Path> jsonLines, boolean resume) {
    String path = file.toAbsolutePath().normalize().toString();
    String name = path.substring(0, path.length() - SUFFIX.length());
    if (name.indexOf(';') >= 0) {
      throw new StoreException(
          "cannot keep results in " + file + ": H2 allows no semicolon in the name");
    }
    Connection connection = null;
    try {
      connection =
          DriverManager.getConnection(
              "jdbc:h2:file:" + name + OPTIONS + (resume ? ";IFEXISTS=TRUE" : ""));
      connection.setAutoCommit(false);
      if (!resume) Schema.create(connection);
      else if (!Schema.version(connection).equals(Schema.VERSION)) {
        throw new StoreException(file + " has no results of a crawl that this version can resume");
      }
      return new CrawlStore(file, connection, jsonLines, resume);
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
      if (jsonLines.isPresent()) writer.jsonLength(jsonLines.get().write(batch));
      writer.write(batch);
    } catch (SQLException e) {
      throw new StoreException("cannot write to " + file, e);
    } catch (IOException e) {
      throw new StoreException("cannot write " + jsonLines.map(JsonLines::file).orElse(file), e);
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
