package weft.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A statement, and what is made of its result.
 *
 * @param sql what it is called in messages
 */
record Select<R>(String sql, Prepared statement, Reading<R> reading) {
  /** Makes something of a result. */
  @FunctionalInterface
  interface Reading<R> {
    R read(ResultSet rows) throws SQLException;
  }

  static <T> Select<List<T>> list(Shape<T> shape, String sql, @Nullable Object[] parameters) {
    return new Select<>(sql, Prepared.of(sql, parameters), rows -> list(rows, shape));
  }

  private static <T> List<T> list(ResultSet rows, Shape<T> shape) throws SQLException {
    var list = new ArrayList<T>();
    var reading = shape.of(Columns.of(rows));
    while (rows.next()) list.add(Statements.present(reading.read(rows), list.size()));
    return Collections.unmodifiableList(list);
  }

  static <T> Select<Optional<T>> single(
      Shape<T> shape, String sql, boolean needed, @Nullable Object[] parameters) {
    var statement = Prepared.of(sql, parameters);
    return new Select<>(sql, statement, rows -> Statements.single(rows, shape, needed, statement));
  }

  R run(Call call) throws SQLException {
    try (var prepared = statement.prepare(call);
        var rows = Statements.rows(prepared.execute() ? prepared.getResultSet() : null)) {
      return reading.read(rows);
    }
  }
}
