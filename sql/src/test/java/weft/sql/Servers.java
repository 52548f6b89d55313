package weft.sql;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import weft.testing.PostgresServer;

/**
 * The databases that tests run against: a real PostgreSQL, one for all of them, and H2 in memory.
 */
final class Servers {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private Servers() {}

  /** The URL of the PostgreSQL server, whose superuser needs no password. */
  static String postgresUrl() {
    return PostgresServer.url();
  }

  static int postgresPort() {
    return PostgresServer.port();
  }

  /** A schema of its own in PostgreSQL. */
  static DatabaseBuilder postgres() {
    String schema = PostgresServer.newName();
    try (var database = Database.open(postgresUrl())) {
      database.execute("create schema " + schema);
    }
    return Database.builder(PostgresServer.url(schema));
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
