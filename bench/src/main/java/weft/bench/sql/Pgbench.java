package weft.bench.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import weft.bench.Outside;

/** PostgreSQL's own load generator with the selects of {@link PointSelects}: the limit in C. */
public final class Pgbench {
  private static final Pattern RATE =
      Pattern.compile("tps = ([0-9.]+) \\((without initial|excluding)");

  private Pgbench() {}

  static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 3) {
      IO.println("usage: Pgbench PORT CONNECTIONS SECONDS");
      System.exit(2);
    }
    var script = Files.createTempFile("point-select", ".sql");
    try {
      Files.writeString(
          script,
          "\\set id random(0, %d)\nselect name from item where id = :id;\n"
              .formatted(PostgresServer.ITEMS - 1));
      Outside.print("selects/s", RATE, command(script.toString(), arguments));
    } finally {
      Files.delete(script);
    }
  }

  private static List<String> command(String script, String[] arguments) {
    return List.of(
        "pgbench",
        "-h",
        "localhost",
        "-U",
        "postgres",
        "-n",
        "-M",
        "prepared",
        "-j",
        "2",
        "-p",
        arguments[0],
        "-c",
        arguments[1],
        "-T",
        arguments[2],
        "-f",
        script,
        "postgres");
  }
}
