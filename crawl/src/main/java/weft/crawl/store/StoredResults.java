package weft.crawl.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import weft.crawl.result.Entry;
import weft.crawl.result.Found;
import weft.crawl.result.Kind;
import weft.crawl.result.LinkGraph;
import weft.crawl.result.Neighbours;

/**
 * Reads the results of a crawl that is over. For one thread, and never for one that may be
 * interrupted.
 */
public final class StoredResults implements AutoCloseable {
  private static final String FIELDS =
      "SELECT o.id, o.url, p.title, o.kind, o.status, o.depth, o.bytes, o.millis,"
          + " COALESCE(o.redirect_to, o.detail)";
  private static final String ALL = " FROM outcome o LEFT JOIN page p ON p.id = o.id";
  private static final String ERRORS = "o.kind IN ('HTTP_ERROR', 'FAILED', 'TIMED_OUT')";
  private static final String NEAREST = " ORDER BY o.depth, o.id FETCH FIRST ? ROWS ONLY";

  private final Connection connection;
  private final Dialect dialect;

  private StoredResults(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /** Opens a place for reading. */
  public static StoredResults open(Place place) {
    try {
      return new StoredResults(place.reader(), place.dialect());
    } catch (SQLException e) {
      throw place.failure(e);
    }
  }

  /** What whoever began the crawl has noted; nothing if there is no crawl either. */
  public Optional<String> note() throws SQLException {
    return Schema.version(connection).isEmpty()
        ? Optional.empty()
        : Schema.meta(connection, CrawlStore.NOTE);
  }

  /** See {@code CrawlResults.search}. */
  public Found search(String text, boolean errorsOnly, int most) throws SQLException {
    var conditions = new ArrayList<String>();
    var words = new ArrayList<Object>();
    for (String word : text.toLowerCase(Locale.ROOT).split("\\s+", -1)) {
      if (word.isEmpty()) continue;
      conditions.add("(POSITION(? IN LOWER(o.url)) > 0 OR POSITION(? IN LOWER(p.title)) > 0)");
      words.add(word);
      words.add(word);
    }
    if (errorsOnly) conditions.add(ERRORS);
    String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    long total;
    try (PreparedStatement count = prepared("SELECT COUNT(*)" + ALL + where, words.toArray());
        ResultSet row = count.executeQuery()) {
      total = row.next() ? row.getLong(1) : 0;
    }
    words.add(most);
    return new Found(total, entries(FIELDS + ALL + where + NEAREST, words.toArray()));
  }

  /** See {@code CrawlResults.neighbours}. */
  public Optional<Neighbours> neighbours(String url, int most) throws SQLException {
    List<Entry> itself = entries(FIELDS + ALL + " WHERE o.url = ?", url);
    if (itself.isEmpty()) return Optional.empty();
    List<Entry> from =
        entries(
            FIELDS + ALL + " WHERE o.id IN (SELECT from_id FROM link WHERE to_url = ?)" + NEAREST,
            url,
            most);
    List<Entry> to =
        entries(
            FIELDS
                + ALL
                + " WHERE o.url IN (SELECT l.to_url FROM link l JOIN outcome s ON s.id = l.from_id"
                + " WHERE s.url = ?)"
                + NEAREST,
            url,
            most);
    return Optional.of(new Neighbours(itself.getFirst(), from, to));
  }

  /** See {@code CrawlResults.graph}. */
  public LinkGraph graph(int most) throws SQLException {
    var places = new HashMap<Long, Integer>();
    var nodes = new ArrayList<Entry>();
    String pages = FIELDS + " FROM page p JOIN outcome o ON o.id = p.id" + NEAREST;
    try (PreparedStatement query = prepared(pages, most);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        places.put(row.getLong(1), nodes.size());
        nodes.add(entry(row));
      }
    }
    var edges = new ArrayList<LinkGraph.Edge>();
    String links =
        "SELECT l.from_id, o.id FROM link l JOIN outcome o ON o.url = l.to_url"
            + " WHERE l.from_id = ANY(?)";
    try (PreparedStatement query = prepared(links, (Object) places.keySet().toArray(Long[]::new));
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        Integer from = places.get(row.getLong(1));
        Integer to = places.get(row.getLong(2));
        if (from == null || to == null || from.equals(to)) continue;
        edges.add(new LinkGraph.Edge(from, to));
      }
    }
    return new LinkGraph(nodes, edges);
  }

  private List<Entry> entries(String sql, Object... values) throws SQLException {
    var entries = new ArrayList<Entry>();
    try (PreparedStatement query = prepared(sql, values);
        ResultSet row = query.executeQuery()) {
      while (row.next()) entries.add(entry(row));
    }
    return entries;
  }

  private PreparedStatement prepared(String sql, Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      Object value = values[i] instanceof String text ? dialect.text(text) : values[i];
      statement.setObject(i + 1, value);
    }
    return statement;
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getString(2),
        Optional.ofNullable(row.getString(3)).orElse(""),
        Kind.valueOf(row.getString(4)),
        row.getInt(5),
        row.getInt(6),
        row.getLong(7),
        row.getLong(8),
        Optional.ofNullable(row.getString(9)));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
