package weft.bench.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A PostgreSQL server of its own, with a small table to select from and a large one to stream. */
public final class PostgresServer implements AutoCloseable {
  static final int ITEMS = 10_000;
  static final int ROWS = 500_000;
  static final String SELECT = "select name from item where id = ?";
  static final String STREAM = "select id, name from big";

  private final EmbeddedPostgres server;

  public PostgresServer() throws IOException, SQLException {
    server = EmbeddedPostgres.builder().setServerConfig("max_connections", "300").start();
    try (var connection = DriverManager.getConnection(url());
        var statement = connection.createStatement()) {
      statement.execute("create table item (id int primary key, name text not null)");
      statement.execute(
          "insert into item select n, 'item ' || n from generate_series(0, " + (ITEMS - 1) + ") n");
      statement.execute(
          "create table big as select n::int as id, 'item ' || n as name from generate_series(1, "
              + ROWS
              + ") n");
      statement.execute("vacuum analyze item");
      statement.execute("vacuum analyze big");
    }
  }

  /** On this machine, for the user and the database "postgres", without a password. */
  public int port() {
    return server.getPort();
  }

  String url() {
    return url(port());
  }

  static String url(int port) {
    return "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres";
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  /** Prints the port of a server that lives until the standard input ends. */
  static void main() throws IOException, SQLException {
    try (var server = new PostgresServer()) {
      IO.println(server.port());
      while (System.in.read() >= 0) {}
    }
  }
}
