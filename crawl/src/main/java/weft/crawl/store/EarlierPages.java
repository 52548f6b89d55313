package weft.crawl.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weft.crawl.result.Link;
import weft.crawl.result.PageContent.Gzipped;
import weft.crawl.result.Validators;

/**
 * The pages that a crawl which is being repeated has stored, as far as a server can tell whether
 * they have changed. Read by a connection of its own while another one writes; nothing is kept in
 * memory.
 *
 * <p>For one thread at a time, the others wait; never for one that may be interrupted.
 */
public final class EarlierPages implements AutoCloseable {
  private static final String FROM = " FROM earlier e JOIN page p ON p.id = e.id WHERE e.url = ?";

  private final Connection connection;
  private final Dialect dialect;

  /** Those in a database; takes the connection over. */
  EarlierPages(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /** What the server said of a page; nothing if it isn't known. */
  public synchronized Validators validators(String url) {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT p.etag, p.last_modified" + FROM)) {
      query.setString(1, url);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? StoredPages.validators(row, 1) : Validators.NONE;
      }
    } catch (SQLException e) {
      throw new StoreException("cannot read the results", e);
    }
  }

  /** Reads a page that has validators. */
  public synchronized EarlierPage page(String url) {
    try (PreparedStatement query =
        connection.prepareStatement("SELECT p.id, p.html_gzip, " + StoredPages.CONTENT + FROM)) {
      query.setString(1, url);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) throw new StoreException("the results lack the page " + url);
        long id = row.getLong(1);
        Optional<Gzipped> html = Optional.ofNullable(row.getBytes(2)).map(Gzipped::new);
        return new EarlierPage(StoredPages.content(row, 3, html, extracted(id)), links(id));
      }
    } catch (SQLException e) {
      throw new StoreException("cannot read the results", e);
    }
  }

  private Map<String, String> extracted(long id) throws SQLException {
    var values = new LinkedHashMap<String, String>();
    try (PreparedStatement query =
        connection.prepareStatement("SELECT name, text FROM extracted WHERE page_id = ?")) {
      query.setLong(1, id);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) values.put(row.getString(1), row.getString(2));
      }
    }
    return values;
  }

  /**
   * Those of very many links are in more than one row. Sorted by its rows alone, H2 has none of
   * them where there is an index.
   */
  private List<Link> links(long id) throws SQLException {
    var links = new ArrayList<Link>();
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT from_id, urls, inside FROM links_of WHERE from_id = ? ORDER BY from_id, "
                + dialect.linkOrder())) {
      query.setLong(1, id);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) links.addAll(StoredPages.links(row));
      }
    }
    return links;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new StoreException("cannot close the results", e);
    }
  }
}
