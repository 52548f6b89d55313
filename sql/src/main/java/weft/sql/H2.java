package weft.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** H2. */
final class H2 extends Dialect {
  @Override
  void limitStatements(Connection connection, Duration limit) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("set query_timeout " + limit.toMillis());
    }
  }
}
