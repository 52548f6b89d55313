package weft.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
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
import weft.sql.Database;

/** The rows of a large result, as records: by a flow, and by a loop over JDBC's result set. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(RowStream.ROWS)
@Fork(value = 3, jvmArgsAppend = Config.ON_VIRTUAL_THREADS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class RowStream {
  static final int ROWS = 500_000;
  private static final String SELECT = "select id, name from big";

  /** A row. */
  public record Item(int id, String name) {}

  @Param({"100", "5000"})
  public int fetchSize;

  private PostgresServer server;
  private Database database;
  private Connection bare;

  @Setup
  public void start() throws IOException, SQLException {
    server = new PostgresServer();
    database = Database.builder(server.url).fetchSize(fetchSize).open();
    database.execute(
        "create table big as select n::int as id, 'item ' || n as name from generate_series(1, "
            + ROWS
            + ") n");
    database.execute("vacuum analyze big");
    bare = DriverManager.getConnection(server.url);
    bare.setAutoCommit(false);
  }

  @TearDown
  public void stop() throws IOException, SQLException {
    database.close();
    bare.close();
    server.close();
  }

  @Benchmark
  public long weft() {
    var sum = new long[1];
    database.stream(Item.class, SELECT)
        .forEach(
            item -> {
              sum[0] += item.id + item.name.length();
            });
    return sum[0];
  }

  @Benchmark
  public long jdbcByHand() throws SQLException {
    long sum = 0;
    try (var statement = bare.prepareStatement(SELECT)) {
      statement.setFetchSize(fetchSize);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          var item = new Item(rows.getInt(1), rows.getString(2));
          sum += item.id + item.name.length();
        }
      }
    }
    bare.commit();
    return sum;
  }
}
