package weft.crawl.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weft.crawl.result.Kind;
import weft.crawl.result.Link;
import weft.crawl.result.PageContent;
import weft.crawl.result.PageContent.Gzipped;
import weft.crawl.result.UrlOutcome;
import weft.crawl.result.Validators;
import weft.crawl.result.Visit;

/** Writes the lines of pages that were stored by runs which wrote none. */
final class StoredPages {
  private static final int AT_ONCE = 500;

  /** Links are stored in the order of their pages, and within one in its own. */
  private static final String LINKS =
      "SELECT from_id, urls, inside FROM links_of WHERE from_id > ? ORDER BY ";

  /** Read by {@link #content}. */
  static final String CONTENT =
      "p.title, p.content_type, p.charset, p.size, p.sha256, p.canonical, p.etag,"
          + " p.last_modified";

  private static final String PAGES =
      "SELECT o.id, o.url, o.status, o.attempts, o.bytes, o.millis, o.depth, o.referrer,"
          + " o.fetched_at, "
          + CONTENT
          + " FROM page p JOIN outcome o ON o.id = p.id WHERE o.id > ? ORDER BY o.id";

  private static final String VALUES =
      "SELECT page_id, name, text FROM extracted WHERE page_id > ? ORDER BY page_id";

  private StoredPages() {}

  /** Writes those after {@code id}. */
  static void write(Connection connection, Dialect dialect, long id, PageFile lines)
      throws SQLException, IOException {
    try (PreparedStatement pages = after(id, PAGES, connection);
        PreparedStatement links = after(id, LINKS + dialect.linkOrder(), connection);
        PreparedStatement values = after(id, VALUES, connection)) {
      try (ResultSet page = pages.executeQuery();
          ResultSet link = links.executeQuery();
          ResultSet value = values.executeQuery()) {
        var batch = new ArrayList<Visit>();
        boolean more = link.next();
        boolean moreValues = value.next();
        while (page.next()) {
          var found = new ArrayList<Link>();
          long from = page.getLong(1);
          for (; more && link.getLong(1) <= from; more = link.next()) {
            // A redirect has one too, and no line.
            if (link.getLong(1) == from) found.addAll(links(link));
          }
          var extracted = new LinkedHashMap<String, String>();
          for (; moreValues && value.getLong(1) <= from; moreValues = value.next()) {
            if (value.getLong(1) == from) extracted.put(value.getString(2), value.getString(3));
          }
          batch.add(visit(page, found, extracted));
          if (batch.size() == AT_ONCE) {
            lines.write(batch);
            batch.clear();
          }
        }
        lines.write(batch);
      }
    }
  }

  private static PreparedStatement after(long id, String query, Connection connection)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(query);
    statement.setLong(1, id);
    statement.setFetchSize(AT_ONCE);
    return statement;
  }

  /** The links of a row of "links_of", whose columns are chosen in their order. */
  static List<Link> links(ResultSet row) throws SQLException {
    Object[] urls = (Object[]) row.getArray(2).getArray();
    Object[] inside = (Object[]) row.getArray(3).getArray();
    var links = new ArrayList<Link>(urls.length);
    for (int i = 0; i < urls.length; i++) {
      links.add(new Link((String) urls[i], (Boolean) inside[i]));
    }
    return links;
  }

  private static Visit visit(ResultSet row, List<Link> links, Map<String, String> extracted)
      throws SQLException {
    var outcome =
        new UrlOutcome(
            row.getString(2),
            Kind.PAGE,
            row.getInt(3),
            row.getInt(4),
            row.getLong(5),
            Duration.ofMillis(row.getLong(6)),
            row.getInt(7),
            Optional.ofNullable(row.getString(8)),
            Optional.empty(),
            row.getObject(9, OffsetDateTime.class).toInstant());
    PageContent content = content(row, 10, Optional.empty(), extracted);
    return new Visit(outcome, Optional.of(content), links, 0);
  }

  /** What the columns {@link #CONTENT} have, the first of which is that one. */
  static PageContent content(
      ResultSet row, int first, Optional<Gzipped> html, Map<String, String> extracted)
      throws SQLException {
    return new PageContent(
        row.getString(first),
        row.getString(first + 1),
        row.getString(first + 2),
        row.getLong(first + 3),
        row.getString(first + 4),
        html,
        Optional.ofNullable(row.getString(first + 5)),
        validators(row, first + 6),
        extracted);
  }

  /** What etag and last_modified say, the first of which is that column. */
  static Validators validators(ResultSet row, int first) throws SQLException {
    return new Validators(
        Optional.ofNullable(row.getString(first)), Optional.ofNullable(row.getString(first + 1)));
  }
}
