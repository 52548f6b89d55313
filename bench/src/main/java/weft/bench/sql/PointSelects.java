package weft.bench.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import weft.Weft;
import weft.bench.Rate;
import weft.sql.Database;

/**
 * Rows selected by their keys, a statement each, by tasks that share some connections: by a {@link
 * Database}, one at a time over a connection and several together, by HikariCP and JDBC by hand, by
 * Vert.x, and by as many tasks as there are connections, each of which holds one.
 */
public final class PointSelects {
  private final int port;
  private final int connections;
  private final int tasks;
  private final Rate rate;

  private PointSelects(int port, int connections, int tasks, Duration time) {
    this.port = port;
    this.connections = connections;
    this.tasks = tasks;
    rate = new Rate(time);
  }

  static void main(String[] arguments) throws Exception {
    if (arguments.length != 5) {
      IO.println(
          "usage: PointSelects weft|pipeline|hikari|held|vertx PORT CONNECTIONS TASKS SECONDS");
      System.exit(2);
    }
    var row =
        new PointSelects(
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]),
            Duration.ofSeconds(Long.parseLong(arguments[4])));
    switch (arguments[0]) {
      case "weft" -> row.weft(1);
      case "pipeline" -> row.weft(16);
      case "hikari" -> row.hikari();
      case "held" -> row.held();
      case "vertx" -> row.vertx();
      default -> throw new IllegalArgumentException("no such contestant: " + arguments[0]);
    }
    row.rate.print("selects/s");
  }

  /** Selects by the key, and returns the length of the name. */
  @FunctionalInterface
  private interface Select<X extends Exception> {
    int run(int key) throws X;
  }

  private <X extends Exception> void each(int tasks, Select<X> select) throws X {
    Weft.run(() -> {
      var unused =
          Weft.gather(
              IntStream.range(0, tasks).boxed().toList(),
              task -> {
                long sum = 0;
                for (int i = 0; rate.goesOn(); i++) {
                  sum += select.run(key(task, i));
                  rate.count();
                }
                return sum;
              });
    });
  }

  static int key(int task, int i) {
    return (task * 7_919 + i * 31) % PostgresServer.ITEMS;
  }

  private void weft(int together) {
    var builder = Database.builder(PostgresServer.url(port)).max(connections).pipeline(together);
    try (var database = builder.open()) {
      each(tasks, key -> database.one(String.class, PostgresServer.SELECT, key).length());
    }
  }

  private void hikari() throws SQLException {
    var config = new HikariConfig();
    config.setJdbcUrl(PostgresServer.url(port));
    config.setMaximumPoolSize(connections);
    try (var pool = new HikariDataSource(config)) {
      each(
          tasks,
          key -> {
            try (var connection = pool.getConnection()) {
              return select(connection, key);
            }
          });
    }
  }

  private void held() throws SQLException {
    var free = new ConcurrentLinkedQueue<Connection>();
    for (int i = 0; i < connections; i++) {
      free.add(DriverManager.getConnection(PostgresServer.url(port)));
    }
    var own = ThreadLocal.withInitial(free::remove);
    each(connections, key -> select(own.get(), key));
  }

  private static int select(Connection connection, int key) throws SQLException {
    try (var statement = connection.prepareStatement(PostgresServer.SELECT)) {
      statement.setInt(1, key);
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getString(1).length();
      }
    }
  }

  private void vertx() throws InterruptedException {
    VertxSelects.run(port, connections, tasks, rate);
  }
}
