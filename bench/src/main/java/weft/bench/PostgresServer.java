package weft.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A PostgreSQL server of its own, with a table to select from. */
final class PostgresServer implements AutoCloseable {
  static final int ROWS = 10_000;
  static final String SELECT = "select name from item where id = ?";

  private final EmbeddedPostgres server;
  final String url;

  PostgresServer() throws IOException, SQLException {
    server = EmbeddedPostgres.builder().setServerConfig("max_connections", "300").start();
    url = server.getJdbcUrl("postgres", "postgres");
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute("create table item (id int primary key, name text not null)");
      statement.execute(
          "insert into item select n, 'item ' || n from generate_series(0, " + (ROWS - 1) + ") n");
      statement.execute("vacuum analyze item");
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
