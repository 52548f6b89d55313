package weft.crawl.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The results of a crawl step back while it is repeated: their outcomes move to the table {@code
 * earlier}, so that all is to be visited again; what they brought stays where it is until the end,
 * under ids that no new one has.
 *
 * <p>Each step is one transaction. Interrupted in between, a repetition is gone on with like any
 * crawl.
 */
final class Repetition {
  private static final String[] BROUGHT = {
    "link WHERE from_id", "page WHERE id", "extracted WHERE page_id", "lastmod WHERE sitemap_id"
  };

  private Repetition() {}

  /** Begins one, also where an earlier one has not come to its end. */
  static void begin(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("DELETE FROM earlier WHERE url IN (SELECT url FROM outcome)");
      statement.executeUpdate("INSERT INTO earlier SELECT * FROM outcome");
      statement.executeUpdate("DELETE FROM outcome");
      statement.executeUpdate("DELETE FROM meta WHERE name LIKE 'json%'");
    }
    connection.commit();
  }

  /** Ends it: what was before goes. */
  static void end(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String table : BROUGHT) {
        statement.executeUpdate(
            "DELETE FROM " + table + " <= (SELECT COALESCE(MAX(id), 0) FROM earlier)");
      }
      statement.executeUpdate("DELETE FROM earlier");
    }
    connection.commit();
    index(connection, false);
  }

  /**
   * Sees to it that the links of one page are found at once, or that storing isn't slowed down by
   * that. There is no such index while links are read in the order in which they were stored: H2
   * 2.5 would take it for that order.
   */
  static void index(Connection connection, boolean wanted) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          wanted
              ? "CREATE INDEX IF NOT EXISTS link_from ON link (from_id)"
              : "DROP INDEX IF EXISTS link_from");
    }
    connection.commit();
  }

  /** Takes it back: all is as it was. */
  static void undo(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String table : BROUGHT) {
        statement.executeUpdate(
            "DELETE FROM " + table + " > (SELECT COALESCE(MAX(id), 0) FROM earlier)");
      }
      statement.executeUpdate("DELETE FROM outcome");
      statement.executeUpdate("INSERT INTO outcome SELECT * FROM earlier");
      statement.executeUpdate("DELETE FROM earlier");
    }
    connection.commit();
  }

  /** Makes all pages that are stored be fetched anew: they were read in another way. */
  static void distrust(Connection connection) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE page SET etag = NULL, last_modified = NULL")) {
      update.executeUpdate();
    }
  }
}
