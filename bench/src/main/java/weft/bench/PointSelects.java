package weft.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import weft.Weft;
import weft.sql.Database;

/**
 * Rows selected by their keys, a statement each, by 200 tasks that share some connections of a real
 * PostgreSQL: by a {@link Database}, by HikariCP and JDBC by hand, and by as many tasks as there
 * are connections, each of which holds one, which is what no pool can do better.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(PointSelects.SELECTS)
@Fork(value = 3, jvmArgsAppend = Config.ON_VIRTUAL_THREADS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class PointSelects {
  static final int SELECTS = 4_000;
  private static final int TASKS = 200;

  @Param({"4", "10"})
  public int connections;

  private PostgresServer server;
  private Database database;
  private HikariDataSource hikari;
  private final List<Connection> held = new ArrayList<>();

  @Setup
  public void start() throws IOException, SQLException {
    server = new PostgresServer();
    database = Database.builder(server.url).max(connections).open();
    var config = new HikariConfig();
    config.setJdbcUrl(server.url);
    config.setMaximumPoolSize(connections);
    hikari = new HikariDataSource(config);
    for (int i = 0; i < connections; i++) held.add(DriverManager.getConnection(server.url));
  }

  @TearDown
  public void stop() throws IOException, SQLException {
    database.close();
    hikari.close();
    for (var connection : held) connection.close();
    server.close();
  }

  private static int key(int task, int i) {
    return (task * 7_919 + i * 31) % PostgresServer.ROWS;
  }

  private static String select(Connection connection, int key) throws SQLException {
    try (var statement = connection.prepareStatement(PostgresServer.SELECT)) {
      statement.setInt(1, key);
      try (var rows = statement.executeQuery()) {
        rows.next();
        return rows.getString(1);
      }
    }
  }

  @Benchmark
  public long weft() {
    return Weft.gather(
            IntStream.range(0, TASKS).boxed().toList(),
            task -> {
              long sum = 0;
              for (int i = 0; i < SELECTS / TASKS; i++) {
                sum += database.one(String.class, PostgresServer.SELECT, key(task, i)).length();
              }
              return sum;
            })
        .getLast();
  }

  @Benchmark
  public long hikariByHand() throws SQLException {
    return Weft.gather(
            IntStream.range(0, TASKS).boxed().toList(),
            task -> {
              long sum = 0;
              for (int i = 0; i < SELECTS / TASKS; i++) {
                try (var connection = hikari.getConnection()) {
                  sum += select(connection, key(task, i)).length();
                }
              }
              return sum;
            })
        .getLast();
  }

  @Benchmark
  public long heldConnections() throws SQLException {
    return Weft.gather(
            IntStream.range(0, connections).boxed().toList(),
            task -> {
              long sum = 0;
              for (int i = 0; i < SELECTS / connections; i++) {
                sum += select(held.get(task), key(task, i)).length();
              }
              return sum;
            })
        .getLast();
  }
}
