package weft.crawl.store;

import java.sql.Connection;
import java.sql.ResultSet;
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
    "links_of WHERE from_id", "page WHERE id", "extracted WHERE page_id", "lastmod WHERE sitemap_id"
  };

  private Repetition() {}

  /** Begins one, also where an earlier one has not come to its end. */
  static void begin(Connection connection) throws SQLException {
    run(
        connection,
        "DELETE FROM earlier WHERE url IN (SELECT url FROM outcome)",
        "INSERT INTO earlier SELECT * FROM outcome",
        "DELETE FROM outcome",
        // Files of lines are to be written anew; an archive keeps what it has.
        "UPDATE meta SET text = '0' WHERE name LIKE '%_length' AND name <> 'warc_length'");
  }

  /** Whether one is under way; then sees to it that a page of the time before is found at once. */
  static boolean isOn(Connection connection, Dialect dialect) throws SQLException {
    if (!isBegun(connection)) return false;
    run(
        connection,
        dialect.urlIndex("earlier_url", "earlier"),
        "CREATE INDEX IF NOT EXISTS links_from ON links_of (from_id)");
    return true;
  }

  private static boolean isBegun(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT 1 FROM earlier FETCH FIRST ROW ONLY")) {
      return row.next();
    }
  }

  /** Ends it: what was before goes. Where there is none, no table is gone through for that. */
  static void end(Connection connection) throws SQLException {
    if (isBegun(connection)) replace(connection, "<=");
  }

  /** Takes it back: all is as it was. */
  static void undo(Connection connection) throws SQLException {
    replace(connection, ">", "DELETE FROM outcome", "INSERT INTO outcome SELECT * FROM earlier");
  }

  private static void replace(Connection connection, String which, String... outcomes)
      throws SQLException {
    run(connection, "DROP INDEX IF EXISTS links_from", "DROP INDEX IF EXISTS earlier_url");
    try (Statement statement = connection.createStatement()) {
      for (String table : BROUGHT) {
        statement.executeUpdate(
            "DELETE FROM " + table + which + " (SELECT COALESCE(MAX(id), 0) FROM earlier)");
      }
      for (String outcome : outcomes) statement.executeUpdate(outcome);
      statement.executeUpdate("DELETE FROM earlier");
    }
    connection.commit();
  }

  /** Makes all pages that are stored be fetched anew: they were read in another way. */
  static void distrust(Connection connection) throws SQLException {
    run(connection, "UPDATE page SET etag = NULL, last_modified = NULL");
  }

  private static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) statement.execute(sql);
    }
    connection.commit();
  }
}
