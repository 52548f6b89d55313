package weft.crawl.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Where the results of a crawl are: a file of H2, or a schema of PostgreSQL. Its text names it, and
 * has no password.
 */
public sealed interface Place permits H2File, PostgresSchema {
  /** A file of H2, which adds ".mv.db" to a name without it. */
  static Place of(Path file) {
    return new H2File(H2File.named(file));
  }

  /**
   * What a URL names, with "jdbc:" before it or, for PostgreSQL, without.
   *
   * @throws IllegalArgumentException if it names nothing of the kind; the message doesn't repeat
   *     it, for it may have a password
   */
  static Place of(String url) {
    if (PostgresUrl.isOne(url)) return new PostgresSchema(PostgresUrl.parse(url));
    if (H2File.isUrl(url)) return new H2File(H2File.ofUrl(url));
    int colon = url.indexOf("://");
    String what = colon > 0 ? url.substring(0, colon) : "this URL";
    throw new IllegalArgumentException(
        "cannot keep results in "
            + what
            + " (write postgresql://user@host/database, or the name of a file of H2)");
  }

  /** The file, if it is one. */
  Optional<Path> file();

  /** A folder for what is needed while a crawl runs. */
  Path folder();

  /** What the database's own shell takes: H2's, or psql. Without a password. */
  String shellUrl();

  /** How its database is spoken to. */
  Dialect dialect();

  /**
   * Opens it to be written to, by nobody else; the tables are there then. Autocommit is off.
   *
   * @throws StoreException if something is there, or is not, that should not be
   */
  Connection open(Mode mode) throws SQLException, IOException;

  /** Another connection for the one who has opened it. */
  Connection another() throws SQLException;

  /** A connection that only reads. */
  Connection reader() throws SQLException;

  /** What is to be done when a crawl is over, and its connection still open. */
  void tidy(Connection connection) throws SQLException, IOException;

  /** Takes away what was begun and came to nothing, where no one else can. */
  void discard(Connection connection) throws SQLException;

  /** What has gone wrong when it could not be opened, and why. */
  StoreException failure(SQLException e);
}
