package weft.crawl.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.h2.api.ErrorCode;

/**
 * A database file of H2. Its connections are for threads that are never interrupted: an interrupt
 * inside H2 closes the file under it.
 */
record H2File(Path path) implements Place {
  private static final String SUFFIX = ".mv.db";
  private static final String JDBC = "jdbc:h2:";

  /**
   * Commits go to the file at once, so a killed crawl loses what was not committed and no more.
   * What goes wrong is told by exceptions, and not in a second file.
   */
  private static final String OPTIONS =
      ";DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0;MAX_COMPACT_TIME=0;TRACE_LEVEL_FILE=0;CACHE_SIZE=";

  private static final long LARGEST_CACHE = 65_536; // kibibytes

  /** Compacting more takes longer than anybody would wait for. */
  private static final long LARGEST_COMPACTED = 256L << 20;

  private static final int WELL_FILLED = 50; // per cent

  /** The file that H2 keeps the database {@code path} in: it has a suffix of its own. */
  static Path named(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.endsWith(SUFFIX) ? path : path.resolveSibling(name + SUFFIX);
  }

  static boolean isUrl(String url) {
    return url.startsWith(JDBC);
  }

  /** The file that a URL of JDBC names. */
  static Path ofUrl(String url) {
    String name = url.substring(JDBC.length()).replaceFirst("^file:", "");
    if (name.isBlank() || name.matches("(mem|tcp|ssl|zip|nio\\w*|split|async):.*|.*;.*")) {
      throw new IllegalArgumentException(
          "results in H2 are in a file: write jdbc:h2:FILE, and nothing more");
    }
    return named(Path.of(name.replaceFirst("^~(?=/)", System.getProperty("user.home"))));
  }

  @Override
  public Optional<Path> file() {
    return Optional.of(path);
  }

  @Override
  public Path folder() {
    return path.toAbsolutePath().resolveSibling("");
  }

  @Override
  public String shellUrl() {
    return JDBC + name();
  }

  /** The path that H2 is told, without its suffix. */
  private String name() {
    String whole = path.toAbsolutePath().normalize().toString();
    return whole.substring(0, whole.length() - SUFFIX.length());
  }

  @Override
  public Dialect dialect() {
    return Dialect.H2;
  }

  @Override
  public Connection open(Mode mode) throws SQLException, IOException {
    prepare(mode);
    if (name().indexOf(';') >= 0) {
      throw new StoreException(
          "cannot keep results in " + path + ": H2 allows no semicolon in the name");
    }
    Connection connection =
        DriverManager.getConnection(url() + (mode.goesOn() ? ";IFEXISTS=TRUE" : ""));
    boolean good = false;
    try {
      connection.setAutoCommit(false);
      if (!mode.goesOn() || Schema.isUnfinished(connection)) Schema.create(connection, dialect());
      else Schema.check(connection, this);
      good = true;
      return connection;
    } finally {
      if (!good) connection.close();
    }
  }

  private void prepare(Mode mode) throws IOException {
    switch (mode) {
      case RESUME, REFRESH -> {
        if (Files.isRegularFile(path)) return;
        throw new StoreException(
            "no earlier crawl to " + mode.verb() + ": there is no file " + path);
      }
      case CREATE -> {
        if (Files.exists(path)) {
          throw new StoreException(
              path + " has the results of an earlier crawl: resume it, or choose another file");
        }
      }
      case REPLACE -> requireUnused();
    }
    try {
      Files.createDirectories(folder());
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new StoreException("cannot write results to " + path, e);
    }
  }

  /** Fails if a crawl writes into the file: it would go on in one that has no name any more. */
  private void requireUnused() throws IOException {
    if (!Files.isRegularFile(path)) return;
    boolean used;
    try (var channel = FileChannel.open(path, StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      used = lock == null;
    } catch (OverlappingFileLockException e) {
      used = true;
    }
    if (used) throw new StoreException(inUse());
  }

  private String inUse() {
    return path + " is in use by another process";
  }

  private String url() {
    // In a small heap no more than an eighth of it.
    long cache = Math.min(LARGEST_CACHE, Runtime.getRuntime().maxMemory() / 8 / 1024);
    return JDBC + "file:" + name() + OPTIONS + cache;
  }

  @Override
  public Connection another() throws SQLException {
    return DriverManager.getConnection(url());
  }

  @Override
  public Connection reader() throws SQLException {
    return DriverManager.getConnection(
        JDBC + "file:" + name() + ";IFEXISTS=TRUE;ACCESS_MODE_DATA=r");
  }

  @Override
  public void tidy(Connection connection) throws SQLException, IOException {
    if (!isWasteful(connection)) return;
    try (Statement statement = connection.createStatement()) {
      statement.execute("SHUTDOWN COMPACT");
    }
  }

  /** Many small batches, of a slow crawl, leave a file that is nearly empty. */
  private boolean isWasteful(Connection connection) throws SQLException, IOException {
    if (Files.size(path) > LARGEST_COMPACTED) return false;
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT setting_value FROM information_schema.settings"
                    + " WHERE setting_name = 'info.CHUNKS_FILL_RATE'")) {
      return row.next() && Integer.parseInt(row.getString(1)) < WELL_FILLED;
    }
  }

  /** Whoever wants the file to go can remove it. */
  @Override
  public void discard(Connection connection) {}

  @Override
  public StoreException failure(SQLException e) {
    boolean locked = e.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1;
    return new StoreException(locked ? inUse() : "cannot open " + path, e);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
