package weft.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/**
 * A real PostgreSQL, one for all tests of a module that want it. The sources in this folder are
 * compiled with the tests of each such module.
 */
public final class PostgresServer {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private static final class Holder {
    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        var server =
            EmbeddedPostgres.builder()
                .setServerConfig("max_connections", "200")
                .setServerConfig("fsync", "off")
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server)));
        return server;
      } catch (Exception | LinkageError e) {
        throw new IllegalStateException("no PostgreSQL can be started here: " + e, e);
      }
    }

    private static void close(EmbeddedPostgres server) {
      try {
        server.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private PostgresServer() {}

  /** The URL of the server, whose superuser needs no password; skips the test if there is none. */
  public static String url() {
    try {
      return Holder.POSTGRES.getJdbcUrl("postgres", "postgres");
    } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
      Assumptions.abort("skipped, no PostgreSQL can be started here: " + e.getCause());
      throw e;
    }
  }

  /** The URL of the server with the schema of that name as the one to look in. */
  public static String url(String schema) {
    return url() + "&currentSchema=" + schema;
  }

  /** A name that no other test has, for a schema or a user. */
  public static String newName() {
    return "s" + NUMBER.incrementAndGet();
  }

  /** Its port on this machine. */
  public static int port() {
    url();
    return Holder.POSTGRES.getPort();
  }

  /** From now on who is that user has to say the password; nobody else has. */
  public static void requirePasswordOf(String user) throws IOException, SQLException {
    try (var connection = DriverManager.getConnection(url());
        var statement = connection.createStatement()) {
      Path rules;
      try (var row = statement.executeQuery("SHOW hba_file")) {
        row.next();
        rules = Path.of(row.getString(1));
      }
      Files.writeString(
          rules, "host all " + user + " all scram-sha-256\n" + Files.readString(rules));
      statement.execute("SELECT pg_reload_conf()");
    }
  }
}
