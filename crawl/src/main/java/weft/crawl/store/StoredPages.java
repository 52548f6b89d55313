package weft.crawl.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import weft.crawl.result.Kind;
import weft.crawl.result.Link;
import weft.crawl.result.PageContent;
import weft.crawl.result.UrlOutcome;
import weft.crawl.result.Visit;

/** Writes the lines of pages that were stored by runs which wrote none. */
final class StoredPages {
  private static final int AT_ONCE = 500;

  /** Links are stored in the order of their pages, and within one in its own. */
  private static final String LINKS =
      "SELECT from_id, urls, inside FROM links_of WHERE from_id > ? ORDER BY _ROWID_";

  private static final String PAGES =
      "SELECT o.id, o.url, o.status, o.attempts, o.bytes, o.millis, o.depth, o.referrer,"
          + " o.fetched_at, p.title, p.content_type, p.charset, p.size, p.sha256"
          + " FROM page p JOIN outcome o ON o.id = p.id WHERE o.id > ? ORDER BY o.id";

  private StoredPages() {}

  /** Writes those after {@code id}. */
  static void write(Connection connection, long id, PageFile lines)
      throws SQLException, IOException {
    try (PreparedStatement pages = connection.prepareStatement(PAGES);
        PreparedStatement links = connection.prepareStatement(LINKS)) {
      pages.setLong(1, id);
      links.setLong(1, id);
      try (ResultSet page = pages.executeQuery();
          ResultSet link = links.executeQuery()) {
        var batch = new ArrayList<Visit>();
        boolean more = link.next();
        while (page.next()) {
          var found = new ArrayList<Link>();
          long from = page.getLong(1);
          for (; more && link.getLong(1) <= from; more = link.next()) {
            // A redirect has one too, and no line.
            if (link.getLong(1) == from) found.addAll(links(link));
          }
          batch.add(visit(page, found));
          if (batch.size() == AT_ONCE) {
            lines.write(batch);
            batch.clear();
          }
        }
        lines.write(batch);
      }
    }
  }

  /** The links of a row of "links_of", whose columns are chosen in their order. */
  static List<Link> links(ResultSet row) throws SQLException {
    String[] urls = row.getObject(2, String[].class);
    Boolean[] inside = row.getObject(3, Boolean[].class);
    var links = new ArrayList<Link>(urls.length);
    for (int i = 0; i < urls.length; i++) links.add(new Link(urls[i], inside[i]));
    return links;
  }

  private static Visit visit(ResultSet row, List<Link> links) throws SQLException {
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
    var content =
        new PageContent(
            row.getString(10),
            row.getString(11),
            row.getString(12),
            row.getLong(13),
            row.getString(14),
            Optional.empty());
    return new Visit(outcome, Optional.of(content), links, 0);
  }
}
