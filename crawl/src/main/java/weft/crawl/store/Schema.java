package weft.crawl.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The tables. What is still to be fetched is no table but follows from the others: every seed, link
 * and redirect that has no outcome yet. So it can't disagree with them, whenever a crawl was
 * stopped.
 *
 * <p>The links of a page are one row, for rows are what costs; a view makes one of each. It is a
 * left join, though no row is without: H2 would else go through all numbers first.
 */
final class Schema {
  static final String VERSION = "2";

  /** H2 takes arrays of 65,536 elements at most. */
  static final int MOST_ELEMENTS = 65_536;

  private static final String[] TABLES = {
    """
    CREATE TABLE IF NOT EXISTS meta (name VARCHAR PRIMARY KEY, text VARCHAR NOT NULL)\
    """,
    """
    CREATE TABLE IF NOT EXISTS seed (url VARCHAR PRIMARY KEY)\
    """,
    """
    CREATE TABLE IF NOT EXISTS outcome (
      id BIGINT PRIMARY KEY,
      url VARCHAR NOT NULL,
      kind VARCHAR(16) NOT NULL,
      status INT NOT NULL,
      attempts INT NOT NULL,
      bytes BIGINT NOT NULL,
      millis BIGINT NOT NULL,
      depth INT NOT NULL,
      referrer VARCHAR,
      redirect_to VARCHAR,
      detail VARCHAR,
      fetched_at TIMESTAMP(3) WITH TIME ZONE NOT NULL)\
    """,
    """
    CREATE TABLE IF NOT EXISTS page (
      id BIGINT PRIMARY KEY,
      title VARCHAR NOT NULL,
      content_type VARCHAR NOT NULL,
      charset VARCHAR NOT NULL,
      size BIGINT NOT NULL,
      sha256 CHAR(64) NOT NULL,
      html_gzip VARBINARY(1000000000),
      canonical VARCHAR,
      etag VARCHAR,
      last_modified VARCHAR)\
    """,
    """
    CREATE TABLE IF NOT EXISTS links_of (
      from_id BIGINT NOT NULL, urls VARCHAR ARRAY NOT NULL, inside BOOLEAN ARRAY NOT NULL)\
    """,
    """
    CREATE OR REPLACE VIEW link AS
      SELECT l.from_id, l.urls[n.x] AS to_url, l.inside[n.x] AS inside
        FROM links_of l LEFT JOIN SYSTEM_RANGE(1, 65536) n ON n.x <= CARDINALITY(l.urls)\
    """,
    """
    CREATE TABLE IF NOT EXISTS extracted (
      page_id BIGINT NOT NULL, name VARCHAR NOT NULL, text VARCHAR NOT NULL,
      PRIMARY KEY (page_id, name))\
    """,
    """
    CREATE TABLE IF NOT EXISTS lastmod (
      sitemap_id BIGINT NOT NULL, url VARCHAR NOT NULL,
      last_modified TIMESTAMP(3) WITH TIME ZONE NOT NULL)\
    """,
    """
    CREATE TABLE IF NOT EXISTS earlier (
      id BIGINT PRIMARY KEY,
      url VARCHAR NOT NULL,
      kind VARCHAR(16) NOT NULL,
      status INT NOT NULL,
      attempts INT NOT NULL,
      bytes BIGINT NOT NULL,
      millis BIGINT NOT NULL,
      depth INT NOT NULL,
      referrer VARCHAR,
      redirect_to VARCHAR,
      detail VARCHAR,
      fetched_at TIMESTAMP(3) WITH TIME ZONE NOT NULL)\
    """,
    """
    CREATE OR REPLACE VIEW frontier AS
      SELECT to_url AS url, MIN(depth) AS depth, MIN(referrer) AS referrer FROM (
        SELECT l.to_url,
            CASE WHEN o.kind IN ('REDIRECT', 'SITEMAP_INDEX')
                OR (o.kind = 'DUPLICATE' AND l.to_url = o.redirect_to)
              THEN o.depth ELSE o.depth + 1 END AS depth,
            o.url AS referrer
          FROM link l JOIN outcome o ON o.id = l.from_id
          WHERE l.inside AND o.kind <> 'REDIRECT_LOOP'
        UNION ALL
        SELECT url, 0, NULL FROM seed) known
      WHERE NOT EXISTS (SELECT 1 FROM outcome done WHERE done.url = known.to_url)
      GROUP BY to_url\
    """
  };

  private static final String INDEX =
      "CREATE UNIQUE INDEX IF NOT EXISTS outcome_url ON outcome (url)";

  private Schema() {}

  /**
   * Makes what finds an outcome by its URL, and commits. A new crawl does so when it needs it, or
   * at its end: URLs come in no order, so that each batch would write large parts of it again.
   */
  static void index(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(INDEX);
    }
    connection.commit();
  }

  /** Each table is there at once when it is made; the version comes last. */
  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String table : TABLES) statement.execute(table);
      statement.execute("INSERT INTO meta VALUES ('version', '" + VERSION + "')");
    }
    connection.commit();
  }

  /** Whether the one that made the file was stopped before all tables were there. */
  static boolean isUnfinished(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet foreign =
            statement.executeQuery(
                "SELECT 1 FROM information_schema.tables WHERE table_schema = 'PUBLIC' AND"
                    + " table_name NOT IN ('META', 'SEED', 'OUTCOME', 'PAGE', 'LINKS_OF', 'LINK',"
                    + " 'EXTRACTED', 'LASTMOD', 'EARLIER', 'FRONTIER')")) {
      return !foreign.next() && version(connection).isEmpty();
    }
  }

  /** The version of the tables in the database; empty where there are none. */
  static String version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet tables =
          statement.executeQuery(
              "SELECT 1 FROM information_schema.tables WHERE table_schema = 'PUBLIC' AND table_name"
                  + " = 'META'")) {
        if (!tables.next()) return "";
      }
      try (ResultSet row = statement.executeQuery("SELECT text FROM meta WHERE name = 'version'")) {
        return row.next() ? row.getString(1) : "";
      }
    }
  }
}
