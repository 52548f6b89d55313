package weft.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.Weft;

/** Weft as modules and PostgreSQL's driver where an application may have it, in other JVMs. */
@Timeout(120)
class DriverPlaceTest {
  private static final String PROGRAM =
      """
      import weft.sql.Database;
      import weft.sql.TransactionOptions;
      import static weft.Weft.*;
      void main(String[] args) {
          run(() -> {
              try (var db = Database.open(args[0])) {
                  // what the driver alone can do beyond JDBC
                  db.transaction(TransactionOptions.USUAL.readOnly(), tx -> {
                      IO.println(tx.one(Integer.class, "select ?", 7));
                  });
                  var late = moveOnAfter(java.time.Duration.ofMillis(50), () -> db.one("select pg_sleep(100)"));
                  IO.println(late.isEmpty() + " " + db.statistics().created());
              }
          });
          IO.println(Database.class.getModule().isExported("weft.sql.socket"));
      }
      """;

  @TempDir Path dir;

  @Test
  void onTheClassPath() throws Exception {
    assertThat(run(modules(), "--class-path", driver())).isEqualTo("7\ntrue 1\nfalse\n");
  }

  @Test
  void amongTheModules() throws Exception {
    assertThat(run(modules() + File.pathSeparator + driver())).isEqualTo("7\ntrue 1\nfalse\n");
  }

  private String run(String modulePath, String... more) throws Exception {
    Path program = Files.writeString(dir.resolve("Program.java"), PROGRAM);
    Path output = dir.resolve("output");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--module-path", modulePath, "--add-modules", "weft.sql"));
    command.addAll(List.of(more));
    command.addAll(List.of(program.toString(), Servers.postgresUrl()));
    new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start()
        .waitFor();
    return Files.readString(output, StandardCharsets.UTF_8).replace("\r", "");
  }

  private static String modules() throws Exception {
    return place(Weft.class) + File.pathSeparator + place(Database.class);
  }

  private static String driver() throws Exception {
    return place(org.postgresql.Driver.class);
  }

  private static String place(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }
}
