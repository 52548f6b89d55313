package weft.crawl.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * A schema of a PostgreSQL database, which is the crawl's alone: one with other tables is refused.
 *
 * <p>A crawl holds an advisory lock for as long as its connection lasts. The server lets go of it
 * when that of a killed crawl breaks, so the next one waits a little.
 */
record PostgresSchema(PostgresUrl url) implements Place {
  private static final int LOCKS = 0x57656674; // "Weft": apart from those of others

  private static final String NO_LOCK = "55P03";

  @Override
  public Optional<Path> file() {
    return Optional.empty();
  }

  @Override
  public Path folder() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  @Override
  public String shellUrl() {
    return url.forPsql();
  }

  @Override
  public Dialect dialect() {
    return Dialect.POSTGRESQL;
  }

  @Override
  public Connection open(Mode mode) throws SQLException {
    Connection connection = another();
    boolean good = false;
    try {
      lock(connection);
      connection.setAutoCommit(false);
      prepare(connection, mode);
      connection.commit();
      good = true;
      return connection;
    } finally {
      if (!good) connection.close();
    }
  }

  /** Waits no longer than a server takes to see that a client was killed. */
  private void lock(Connection connection) throws SQLException {
    run(connection, "SET lock_timeout = '3s'");
    try {
      run(connection, "SELECT pg_advisory_lock(%d, %d)".formatted(LOCKS, url.schema().hashCode()));
    } catch (SQLException e) {
      if (!NO_LOCK.equals(e.getSQLState())) throw e;
      throw new StoreException(this + " is in use by another crawl");
    }
    // Tables that someone else has locked must not keep a crawl waiting for ever; and a machine
    // that went away without a word must not keep the next crawl from beginning.
    run(
        connection,
        "SET lock_timeout = '30s'",
        "SET tcp_keepalives_idle = 30",
        "SET tcp_keepalives_interval = 10",
        "SET tcp_keepalives_count = 3");
  }

  private void prepare(Connection connection, Mode mode) throws SQLException {
    String encoding = text(connection, "SHOW server_encoding").orElse("");
    if (!encoding.equals("UTF8")) {
      throw new StoreException(
          "cannot keep results in " + this + ": its encoding is " + encoding + ", and not UTF8");
    }
    if (!Schema.version(connection).isEmpty()) {
      goOn(connection, mode);
      return;
    }
    if (!Schema.isEmpty(connection)) {
      throw new StoreException(
          "the schema %s of %s has tables that are no crawl's: choose another by ?currentSchema=NAME"
              .formatted(url.schema(), this));
    }
    if (mode.goesOn()) {
      throw new StoreException(
          "no earlier crawl to %s: there is none in the schema %s of %s"
              .formatted(mode.verb(), url.schema(), this));
    }
    begin(connection);
  }

  private void goOn(Connection connection, Mode mode) throws SQLException {
    switch (mode) {
      case RESUME, REFRESH -> Schema.check(connection, this);
      case CREATE ->
          throw new StoreException(
              "the schema %s of %s has the results of an earlier crawl: resume or replace it, or choose another by ?currentSchema=NAME"
                  .formatted(url.schema(), this));
      case REPLACE -> {
        Schema.drop(connection);
        Schema.create(connection, dialect());
      }
    }
  }

  /** In one transaction, so that there is either all of it or nothing. */
  private void begin(Connection connection) throws SQLException {
    String known = "SELECT nspname FROM pg_namespace WHERE nspname = ?";
    // Not by IF NOT EXISTS: that needs the right to make one, also where there is one.
    if (text(connection, known, url.schema()).isEmpty()) {
      run(connection, "CREATE SCHEMA \"" + url.schema().replace("\"", "\"\"") + "\"");
    }
    String rights = "SELECT has_schema_privilege(?, 'USAGE') AND has_schema_privilege(?, 'CREATE')";
    if (!text(connection, rights, url.schema(), url.schema()).equals(Optional.of("t"))) {
      throw new StoreException(
          "no right to make tables in the schema %s of %s".formatted(url.schema(), this));
    }
    Schema.create(connection, dialect());
  }

  private static Optional<String> text(Connection connection, String query, String... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < values.length; i++) statement.setString(i + 1, values[i]);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }

  private static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) statement.execute(sql);
    }
  }

  @Override
  public Connection another() throws SQLException {
    Connection connection = DriverManager.getConnection(url.forDriver(), url.properties());
    boolean good = false;
    try {
      connection.setSchema(url.schema());
      good = true;
      return connection;
    } finally {
      if (!good) connection.close();
    }
  }

  @Override
  public Connection reader() throws SQLException {
    Connection connection = another();
    connection.setReadOnly(true);
    return connection;
  }

  /** Questions come at once, long before the server would count by itself what there is. */
  @Override
  public void tidy(Connection connection) throws SQLException {
    run(connection, "ANALYZE outcome, page, links_of");
    connection.commit();
  }

  @Override
  public void discard(Connection connection) throws SQLException {
    Schema.drop(connection);
    connection.commit();
  }

  @Override
  public StoreException failure(SQLException e) {
    return new StoreException("cannot open " + this, e);
  }

  @Override
  public String toString() {
    return url.toString();
  }
}
