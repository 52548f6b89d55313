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

/** Writes the JSON Lines of pages that were stored by runs which wrote none. */
final class StoredPages {
  private static final int AT_ONCE = 500;

  /** Links are stored in the order of their pages, and within one in its own. */
  private static final String LINKS =
      "SELECT from_id, to_url, inside FROM link WHERE from_id > ? ORDER BY _ROWID_";

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
  static void write(Connection connection, long id, JsonLines lines)
      throws SQLException, IOException {
    try (PreparedStatement pages = connection.prepareStatement(PAGES);
        PreparedStatement links = connection.prepareStatement(LINKS);
        PreparedStatement values = connection.prepareStatement(VALUES)) {
      pages.setLong(1, id);
      links.setLong(1, id);
      values.setLong(1, id);
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
            if (link.getLong(1) == from) found.add(new Link(link.getString(2), link.getBoolean(3)));
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
    PageContent content = content(row, 9, Optional.empty(), extracted);
    return new Visit(outcome, Optional.of(content), links, List.of());
  }

  /** What the columns {@link #CONTENT} have, which come after {@code before} others. */
  static PageContent content(
      ResultSet row, int before, Optional<Gzipped> html, Map<String, String> extracted)
      throws SQLException {
    return new PageContent(
        row.getString(before + 1),
        row.getString(before + 2),
        row.getString(before + 3),
        row.getLong(before + 4),
        row.getString(before + 5),
        html,
        Optional.ofNullable(row.getString(before + 6)),
        new Validators(
            Optional.ofNullable(row.getString(before + 7)),
            Optional.ofNullable(row.getString(before + 8))),
        extracted);
  }

  /** The links of one page. */
  static List<Link> links(Connection connection, long id) throws SQLException {
    var found = new ArrayList<Link>();
    try (PreparedStatement query =
        connection.prepareStatement(
            // With an index on from_id, H2 2.5 takes that for the row's number in a plain ORDER BY.
            "SELECT to_url, inside FROM link WHERE from_id = ? ORDER BY _ROWID_ + 0")) {
      query.setLong(1, id);
      try (ResultSet link = query.executeQuery()) {
        while (link.next()) found.add(new Link(link.getString(1), link.getBoolean(2)));
      }
    }
    return found;
  }
}
