package weft.bench.rows;

import java.util.List;
import java.util.Map;
import weft.bench.harness.Area;
import weft.bench.harness.Fixture;
import weft.bench.harness.Metric;
import weft.bench.harness.Program;
import weft.bench.harness.Row;
import weft.bench.harness.Size;
import weft.bench.harness.Tool;
import weft.bench.sql.Pgbench;
import weft.bench.sql.PointSelects;
import weft.bench.sql.PostgresServer;
import weft.bench.sql.RowStream;

/** A database: many small selects, and one large result. */
record SqlRows(Size size) {
  private static final int TASKS = 200;
  private static final Tool DRIVER = Tool.library("postgresql");
  private static final Tool HIKARI = Tool.library("HikariCP");
  private static final Tool VERTX = Tool.library("vertx-pg-client");
  private static final Tool PGBENCH =
      Tool.command("pgbench", "postgresql-contrib", "pgbench", "--version");
  private static final List<Tool> ASYNCPG =
      List.of(Tool.python("asyncpg", "python3-asyncpg"), Peers.UVLOOP);

  static Area of(Size size) {
    var rows = new SqlRows(size);
    return new Area(
        "sql",
        "Databases",
        List.of(rows.selects(4), rows.selects(10).thoroughly(), rows.stream().thoroughly()));
  }

  private int seconds() {
    return size.of(12, 4);
  }

  private Row selects(int connections) {
    return Row.of(
            "selects-" + connections,
            "A row by its key: " + TASKS + " tasks, " + connections + " connections to PostgreSQL",
            Metric.rate("selects/s", "selects a second"))
        .fixture(SqlRows::server)
        .weft("`pipeline(16)`", java("pipeline", connections))
        .peer("Weft", "each alone", java("weft", connections))
        .peer("HikariCP", "JDBC by hand", java("hikari", connections).needing(HIKARI))
        .peer("JDBC", "a task holds each connection", java("held", connections))
        .peer("Vert.x", "pipelining", java("vertx", connections).needing(VERTX))
        .peer(
            "Python",
            "asyncpg's pool on uvloop",
            Program.python("pg_selects.py", ASYNCPG, "{port}", connections, TASKS, seconds()))
        .peer(
            "pgbench",
            "the limit in C",
            Program.java(Pgbench.class, "{port}", connections, seconds()).needing(PGBENCH));
  }

  private Program java(String contestant, int connections) {
    return Program.java(PointSelects.class, contestant, "{port}", connections, TASKS, seconds())
        .needing(DRIVER);
  }

  private Row stream() {
    int fetched = 5_000;
    return Row.of(
            "rows",
            "The rows of a large result as records, 5,000 fetched at a time",
            Metric.rate("rows/s", "rows a second"))
        .fixture(SqlRows::server)
        .weft("`stream`", stream("weft", fetched))
        .peer("JDBC", "by hand", stream("jdbc", fetched))
        .peer(
            "Python",
            "asyncpg's cursor on uvloop",
            Program.python("pg_rows.py", ASYNCPG, "{port}", fetched, seconds()))
        .peer("PostgreSQL", "`COPY`, nobody looks at the bytes", stream("copy", fetched));
  }

  private Program stream(String contestant, int fetched) {
    return Program.java(RowStream.class, contestant, "{port}", fetched, seconds()).needing(DRIVER);
  }

  private static Fixture.Running server() throws Exception {
    var server = new PostgresServer();
    return Fixture.running(Map.of("port", "" + server.port()), server);
  }
}
