package weft.crawl.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** All that the two databases want said in different words; the rest of the SQL is for both. */
enum Dialect {
  H2,
  POSTGRESQL;

  private static final char REPLACEMENT = '\uFFFD';

  /** Of sitemaps, which may say anything; PostgreSQL ends in the year 294276. */
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

  /** The type of bytes, any number of them. */
  String bytes() {
    return switch (this) {
      case H2 -> "VARBINARY(1000000000)";
      case POSTGRESQL -> "BYTEA";
    };
  }

  /**
   * What comes after a column of URLs that are there once; those of PostgreSQL's keys are short.
   */
  String uniqueUrls() {
    return switch (this) {
      case H2 -> "PRIMARY KEY";
      case POSTGRESQL -> "NOT NULL, EXCLUDE USING hash (url WITH =)";
    };
  }

  /** Makes an index by which URLs are found. In H2 it sees to it that they are there once, too. */
  String urlIndex(String name, String table) {
    return switch (this) {
      case H2 -> "CREATE UNIQUE INDEX IF NOT EXISTS " + name + " ON " + table + " (url)";
      case POSTGRESQL ->
          "CREATE INDEX IF NOT EXISTS " + name + " ON " + table + " USING hash (url)";
    };
  }

  /** More columns of "links_of", those of the order included. */
  String linkColumns() {
    return switch (this) {
      case H2 -> "";
      case POSTGRESQL -> ", part BIGINT GENERATED ALWAYS AS IDENTITY, PRIMARY KEY (from_id, part)";
    };
  }

  /** The order in which rows of "links_of" were stored: that of their pages. */
  String linkOrder() {
    return switch (this) {
      case H2 -> "_ROWID_";
      case POSTGRESQL -> "from_id, part";
    };
  }

  /**
   * Makes a row of each link. In H2 by a left join, though no row is without: it would else go
   * through all numbers first.
   */
  String linkView() {
    return switch (this) {
      case H2 ->
          """
          SELECT l.from_id, l.urls[n.x] AS to_url, l.inside[n.x] AS inside
            FROM links_of l LEFT JOIN SYSTEM_RANGE(1, 65536) n ON n.x <= CARDINALITY(l.urls)\
          """;
      case POSTGRESQL ->
          """
          SELECT l.from_id, u.to_url, u.inside
            FROM links_of l CROSS JOIN LATERAL UNNEST(l.urls, l.inside) AS u (to_url, inside)\
          """;
    };
  }

  /** Puts in a seed that may be there. */
  String putSeed() {
    return switch (this) {
      case H2 -> "MERGE INTO seed KEY (url) VALUES (?)";
      case POSTGRESQL -> "INSERT INTO seed VALUES (?) ON CONFLICT DO NOTHING";
    };
  }

  /** Puts in a name and its text, in the place of the text that it may have. */
  String putMeta() {
    return switch (this) {
      case H2 -> "MERGE INTO meta KEY (name) VALUES (?, ?)";
      case POSTGRESQL ->
          "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET text = EXCLUDED.text";
    };
  }

  /** The text as it can be stored: PostgreSQL takes no zeros, and no halves of characters. */
  String text(String text) {
    return switch (this) {
      case H2 -> text;
      case POSTGRESQL -> whole(text);
    };
  }

  private static String whole(String text) {
    StringBuilder changed = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) i++;
      if (pair || (c != 0 && !Character.isSurrogate(c))) continue;
      if (changed == null) changed = new StringBuilder(text);
      changed.setCharAt(i, REPLACEMENT);
    }
    return changed == null ? text : changed.toString();
  }

  /** The time as both can store it, to be set as an object. */
  OffsetDateTime time(Instant at) {
    Instant stored = at.isAfter(LATEST) ? LATEST : at.isBefore(EARLIEST) ? EARLIEST : at;
    return stored.atOffset(ZoneOffset.UTC);
  }
}
