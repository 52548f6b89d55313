package weft.crawl.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import weft.crawl.result.PageContent.Gzipped;
import weft.crawl.result.Validators;

/**
 * The pages that a crawl which is being repeated has stored, as far as a server can tell whether
 * they have changed. Read by a connection of its own while another one writes.
 *
 * <p>Reading is for one thread at a time, the others wait; never for one that may be interrupted.
 */
public final class EarlierPages implements AutoCloseable {
  private record Known(long id, Validators validators) {}

  private final Connection connection;
  private final Map<String, Known> pages = new HashMap<>();

  private EarlierPages(Connection connection) {
    this.connection = connection;
  }

  /** Those in a database; takes the connection over. */
  static EarlierPages read(Connection connection) throws SQLException {
    var earlier = new EarlierPages(connection);
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT e.url, e.id, p.etag, p.last_modified FROM earlier e"
                    + " JOIN page p ON p.id = e.id"
                    + " WHERE p.etag IS NOT NULL OR p.last_modified IS NOT NULL")) {
      while (row.next()) {
        var validators =
            new Validators(
                Optional.ofNullable(row.getString(3)), Optional.ofNullable(row.getString(4)));
        earlier.pages.put(row.getString(1), new Known(row.getLong(2), validators));
      }
    }
    return earlier;
  }

  /** What the server said of a page; nothing if it isn't known. */
  public Validators validators(String url) {
    Known known = pages.get(url);
    return known == null ? Validators.NONE : known.validators();
  }

  /** Reads a page that has validators. */
  public synchronized EarlierPage page(String url) {
    Known known = pages.get(url);
    if (known == null) throw new IllegalArgumentException("not an earlier page: " + url);
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT " + StoredPages.CONTENT + ", p.html_gzip FROM page p WHERE p.id = ?")) {
      query.setLong(1, known.id());
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) throw new StoreException("the results lack the page " + url);
        Optional<Gzipped> html = Optional.ofNullable(row.getBytes(9)).map(Gzipped::new);
        var content = StoredPages.content(row, 0, html, extracted(known.id()));
        return new EarlierPage(content, StoredPages.links(connection, known.id()));
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

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new StoreException("cannot close the results", e);
    }
  }
}
