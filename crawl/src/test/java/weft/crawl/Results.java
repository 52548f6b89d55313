package weft.crawl;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Reads a crawl's results as a user would, with plain SQL. */
record Results(
    Map<URI, String> kinds,
    Map<URI, Integer> depths,
    Map<URI, Integer> attempts,
    Map<URI, Integer> statuses,
    Map<URI, URI> redirects,
    Map<URI, String> titles,
    Map<URI, Set<URI>> links,
    Set<URI> frontier) {

  static Results read(Path database) throws SQLException {
    return read("jdbc:h2:" + database);
  }

  /** Those in the database of a URL. */
  static Results read(String url) throws SQLException {
    var results =
        new Results(
            new HashMap<>(),
            new HashMap<>(),
            new HashMap<>(),
            new HashMap<>(),
            new HashMap<>(),
            new HashMap<>(),
            new HashMap<>(),
            new HashSet<>());
    try (var connection = connect(url)) {
      each(
          connection,
          "SELECT url, kind, depth, attempts, status, redirect_to FROM outcome",
          results::outcome);
      each(
          connection,
          "SELECT o.url, p.title FROM page p JOIN outcome o ON o.id = p.id",
          row -> {
            results.titles.put(uri(row, 1), row.getString(2));
            results.links.put(uri(row, 1), new HashSet<>());
          });
      each(
          connection,
          "SELECT o.url, l.to_url FROM page p JOIN outcome o ON o.id = p.id JOIN link l ON"
              + " l.from_id = p.id",
          row -> results.links.get(uri(row, 1)).add(uri(row, 2)));
      each(connection, "SELECT url FROM frontier", row -> results.frontier.add(uri(row, 1)));
    }
    return results;
  }

  /** What the rules found, by URL and name. */
  static Map<URI, Map<String, String>> extracted(String url) throws SQLException {
    var values = new HashMap<URI, Map<String, String>>();
    try (var connection = connect(url)) {
      each(
          connection,
          "SELECT o.url, e.name, e.text FROM extracted e JOIN outcome o ON o.id = e.page_id",
          row ->
              values
                  .computeIfAbsent(uri(row, 1), _ -> new HashMap<>())
                  .put(row.getString(2), row.getString(3)));
    }
    return values;
  }

  private static Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url.startsWith("jdbc:h2:") ? url + ";IFEXISTS=TRUE" : url);
  }

  private void outcome(ResultSet row) throws SQLException {
    URI url = uri(row, 1);
    kinds.put(url, row.getString(2));
    depths.put(url, row.getInt(3));
    attempts.put(url, row.getInt(4));
    statuses.put(url, row.getInt(5));
    if (row.getString(6) != null) redirects.put(url, uri(row, 6));
  }

  private interface Row {
    void read(ResultSet row) throws SQLException;
  }

  private static void each(Connection connection, String query, Row row) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      while (rows.next()) row.read(rows);
    }
  }

  private static URI uri(ResultSet row, int column) throws SQLException {
    return URI.create(row.getString(column));
  }
}
