package weft.crawl.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tables. What is still to be fetched is no table but follows from the others: every seed, link
 * and redirect that has no outcome yet. So it can't disagree with them, whenever a crawl was
 * stopped.
 *
 * <p>The links of a page are one row, for rows are what costs; a view makes one of each.
 */
final class Schema {
  static final String VERSION = "2";

  /** H2 takes arrays of 65,536 elements at most. */
  static final int MOST_ELEMENTS = 65_536;

  private static final List<String> OURS =
      List.of(
          "META",
          "SEED",
          "OUTCOME",
          "PAGE",
          "LINKS_OF",
          "LINK",
          "EXTRACTED",
          "LASTMOD",
          "EARLIER",
          "FRONTIER");

  /** What became of URLs, now and in the crawl before: rows go from one to the other whole. */
  private static final String OUTCOMES =
      """
      CREATE TABLE IF NOT EXISTS %s (
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
      """;

  private Schema() {}

  private static String[] tables(Dialect dialect) {
    return new String[] {
      """
      CREATE TABLE IF NOT EXISTS meta (name VARCHAR PRIMARY KEY, text VARCHAR NOT NULL)\
      """,
      """
      CREATE TABLE IF NOT EXISTS seed (url VARCHAR %s)\
      """
          .formatted(dialect.uniqueUrls()),
      OUTCOMES.formatted("outcome"),
      """
      CREATE TABLE IF NOT EXISTS page (
        id BIGINT PRIMARY KEY,
        title VARCHAR NOT NULL,
        content_type VARCHAR NOT NULL,
        charset VARCHAR NOT NULL,
        size BIGINT NOT NULL,
        sha256 CHAR(64) NOT NULL,
        html_gzip %s,
        canonical VARCHAR,
        etag VARCHAR,
        last_modified VARCHAR)\
      """
          .formatted(dialect.bytes()),
      """
      CREATE TABLE IF NOT EXISTS links_of (
        from_id BIGINT NOT NULL, urls VARCHAR ARRAY NOT NULL, inside BOOLEAN ARRAY NOT NULL%s)\
      """
          .formatted(dialect.linkColumns()),
      "CREATE OR REPLACE VIEW link AS " + dialect.linkView(),
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
      OUTCOMES.formatted("earlier"),
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
  }

  /**
   * Makes what finds an outcome by its URL, and commits. A new crawl does so when it needs it, or
   * at its end: URLs come in no order, so that each batch would write large parts of it again.
   */
  static void index(Connection connection, Dialect dialect) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(dialect.urlIndex("outcome_url", "outcome"));
    }
    connection.commit();
  }

  /** Each table is there at once when it is made; the version comes last. */
  static void create(Connection connection, Dialect dialect) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String table : tables(dialect)) statement.execute(table);
      statement.execute("INSERT INTO meta VALUES ('version', '" + VERSION + "')");
    }
    connection.commit();
  }

  /** Takes the tables away, in a transaction that is not committed. */
  static void drop(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP VIEW IF EXISTS frontier, link");
      statement.execute(
          "DROP TABLE IF EXISTS meta, seed, outcome, page, links_of, extracted, lastmod, earlier");
    }
  }

  /** Whether the one that made the tables was stopped before all of them were there. */
  static boolean isUnfinished(Connection connection) throws SQLException {
    return OURS.containsAll(names(connection)) && version(connection).isEmpty();
  }

  /** Whether there is no table or view at all. */
  static boolean isEmpty(Connection connection) throws SQLException {
    return names(connection).isEmpty();
  }

  private static List<String> names(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT UPPER(table_name) FROM information_schema.tables"
                    + " WHERE table_schema = CURRENT_SCHEMA")) {
      var names = new ArrayList<String>();
      while (row.next()) names.add(row.getString(1));
      return names;
    }
  }

  /** Fails if the tables are not such as this version makes. */
  static void check(Connection connection, Place place) throws SQLException {
    if (version(connection).equals(VERSION)) return;
    throw new StoreException(place + " has no results of a crawl that this version can resume");
  }

  /** The version of the tables in the database; empty where there are none. */
  static String version(Connection connection) throws SQLException {
    if (!names(connection).contains("META")) return "";
    return meta(connection, "version").orElse("");
  }

  /** What is noted under a name, of which the version is one. */
  static Optional<String> meta(Connection connection, String name) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT text FROM meta WHERE name = ?")) {
      query.setString(1, name);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }
}
