package weft.bench.rows;

import static weft.bench.harness.Metric.rate;

import java.time.Duration;
import java.util.List;
import weft.bench.harness.Area;
import weft.bench.harness.Program;
import weft.bench.harness.Row;
import weft.bench.harness.Server;
import weft.bench.harness.Size;
import weft.bench.harness.Tool;

/** PostgreSQL, by what asks it. */
record SqlRows(Size size) {
  private static final Tool ASYNCPG = Tool.python("asyncpg", "python3-asyncpg");
  private static final Tool PGBENCH = Tool.command("pgbench", "postgresql", "pgbench", "--version");
  private static final Tool HIKARI = Tool.library("HikariCP");
  private static final Tool VERTX = Tool.library("vertx-pg-client");
  private static final int CONNECTIONS = 8;
  private static final int TASKS = 200;

  static Area of(Size size) {
    var rows = new SqlRows(size);
    return new Area("sql", "Databases", List.of(rows.selects(), rows.rows()));
  }

  private Row selects() {
    return row(
            "sql-selects",
            "Selects by key, 200 tasks, 8 connections to PostgreSQL",
            "selects/s",
            "selects a second")
        .weft("", java("PointSelects", "weft", "{port}", CONNECTIONS, TASKS))
        .more(
            "Weft", "sent together", java("PointSelects", "pipeline", "{port}", CONNECTIONS, TASKS))
        .peer(
            "HikariCP",
            "",
            java("PointSelects", "hikari", "{port}", CONNECTIONS, TASKS).needing(HIKARI))
        .more(
            "JDBC", "held connections", java("PointSelects", "held", "{port}", CONNECTIONS, TASKS))
        .peer(
            "Vert.x",
            "",
            java("PointSelects", "vertx", "{port}", CONNECTIONS, TASKS).needing(VERTX))
        .peer("asyncpg", "on uvloop", asyncpg("pg_selects.py", "{port}", CONNECTIONS, TASKS))
        .peer("pgbench", "", java("Pgbench", "{port}", CONNECTIONS).needing(PGBENCH));
  }

  private Row rows() {
    return row("sql-rows", "The rows of a large result, streamed", "rows/s", "rows a second")
        .weft("", java("RowStream", "weft", "{port}", 5_000))
        .peer("JDBC", "", java("RowStream", "jdbc", "{port}", 5_000))
        .peer("COPY", "", java("RowStream", "copy", "{port}", 5_000))
        .peer("asyncpg", "on uvloop", asyncpg("pg_rows.py", "{port}", 5_000));
  }

  private static Row row(String name, String title, String metric, String of) {
    return Row.of(name, title, rate(metric, of))
        .fixture(Server.java("port", "weft.bench.sql.PostgresServer"))
        .bound(Duration.ofMinutes(1));
  }

  private Program java(String main, Object... arguments) {
    return Program.java(List.of(), "weft.bench.sql." + main, Peers.then(arguments, seconds()));
  }

  private Program asyncpg(String script, Object... arguments) {
    return Program.python(script, List.of(ASYNCPG, Peers.UVLOOP), Peers.then(arguments, seconds()));
  }

  private int seconds() {
    return size.of(6, 2);
  }
}
