package weft.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/**
 * The databases that tests run against: a real PostgreSQL, one for all of them, and H2 in memory.
 */
final class Servers {
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

  private Servers() {}

  /** The URL of the PostgreSQL server, whose superuser needs no password. */
  static String postgresUrl() {
    try {
      return Holder.POSTGRES.getJdbcUrl("postgres", "postgres");
    } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
      Assumptions.abort("skipped, no PostgreSQL can be started here: " + e.getCause());
      throw e;
    }
  }

  static int postgresPort() {
    postgresUrl();
    return Holder.POSTGRES.getPort();
  }

  /** A schema of its own in PostgreSQL. */
  static DatabaseBuilder postgres() {
    String url = postgresUrl();
    String schema = "s" + NUMBER.incrementAndGet();
    try (var database = Database.open(url)) {
      database.execute("create schema " + schema);
    }
    return Database.builder(url + "&currentSchema=" + schema);
  }

  /** A database of its own in memory. */
  static DatabaseBuilder h2() {
    return Database.builder("jdbc:h2:mem:t" + NUMBER.incrementAndGet() + ";DB_CLOSE_DELAY=-1");
  }

  /** One of each, for tests of what both can do. */
  static List<DatabaseBuilder> both() {
    return List.of(postgres(), h2());
  }
}
