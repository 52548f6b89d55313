package weft.cli;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** The results of a crawl, read as anybody would. */
final class Database {
  private Database() {}

  /** What became of each URL, by its path and query: the port differs from run to run. */
  static Map<String, String> outcomes(Path folder) throws SQLException {
    var outcomes = new TreeMap<String, String>();
    String url = "jdbc:h2:" + folder.resolve("crawl").toAbsolutePath() + ";IFEXISTS=TRUE";
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT url, kind FROM outcome")) {
      while (rows.next()) outcomes.put(path(rows.getString(1)), rows.getString(2));
    }
    return outcomes;
  }

  static String path(String url) {
    return url.replaceFirst("^http://[^/]*", "");
  }
}
