package weft.bench.sql;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.PGConnection;
import weft.Weft;
import weft.bench.Rate;
import weft.sql.Database;

/**
 * The rows of a large result, as records: by a flow, by a loop over JDBC's result set, and as bytes
 * that nobody looks at, which is what no client can do better.
 */
public final class RowStream {
  /** A row. */
  public record Item(int id, String name) {}

  private final int port;
  private final int fetchSize;
  private final Rate rate;
  private long sum;

  private RowStream(int port, int fetchSize, Duration time) {
    this.port = port;
    this.fetchSize = fetchSize;
    rate = new Rate(time);
  }

  static void main(String[] arguments) throws Exception {
    if (arguments.length != 4) {
      IO.println("usage: RowStream weft|jdbc|copy PORT FETCH_SIZE SECONDS");
      System.exit(2);
    }
    var row =
        new RowStream(
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            Duration.ofSeconds(Long.parseLong(arguments[3])));
    Weft.run(() -> {
      switch (arguments[0]) {
        case "weft" -> row.weft();
        case "jdbc" -> row.jdbc();
        case "copy" -> row.copy();
        default -> throw new IllegalArgumentException("no such contestant: " + arguments[0]);
      }
    });
    if (row.sum == 0) throw new AssertionError("no rows");
    row.rate.print("rows/s");
  }

  private void weft() {
    try (var database = Database.builder(PostgresServer.url(port)).fetchSize(fetchSize).open()) {
      while (rate.goesOn()) {
        database.stream(Item.class, PostgresServer.STREAM).forEach(this::take);
      }
    }
  }

  private int taken;

  private void take(Item item) {
    sum += item.id + item.name.length();
    if (++taken % 10_000 == 0) rate.count(10_000);
  }

  private void jdbc() throws SQLException {
    try (var connection = DriverManager.getConnection(PostgresServer.url(port))) {
      connection.setAutoCommit(false);
      while (rate.goesOn()) read(connection);
    }
  }

  private void read(Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement(PostgresServer.STREAM)) {
      statement.setFetchSize(fetchSize);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) take(new Item(rows.getInt(1), rows.getString(2)));
      }
    }
    connection.commit();
  }

  private void copy() throws SQLException, IOException {
    try (var connection = DriverManager.getConnection(PostgresServer.url(port))) {
      var copies = connection.unwrap(PGConnection.class).getCopyAPI();
      String sql = "copy (" + PostgresServer.STREAM + ") to stdout";
      while (rate.goesOn()) {
        // One write a row.
        copies.copyOut(
            sql,
            new OutputStream() {
              @Override
              public void write(int b) {}

              @Override
              public void write(byte[] bytes, int from, int length) {
                sum += length;
                if (++taken % 10_000 == 0) rate.count(10_000);
              }
            });
      }
    }
  }
}
