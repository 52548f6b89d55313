package weft.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is done with statements, inside of the driver. */
final class Statements {
  private Statements() {}

  static <T> T present(@Nullable T value, long before) {
    if (value != null) return value;
    throw new MappingException(
        "the value in row " + (before + 1) + " is null: ask for rows, or a record");
  }

  static ResultSet rows(@Nullable ResultSet rows) {
    if (rows != null) return rows;
    throw new MappingException(
        "the statement was carried out, but has no result: execute() is for such");
  }

  static <T> Optional<T> single(ResultSet rows, Shape<T> shape, boolean needed, Prepared prepared)
      throws SQLException {
    var reading = shape.of(Columns.of(rows));
    if (!rows.next()) {
      if (!needed) return Optional.empty();
      throw new RowCountException("there is no row, in: " + prepared);
    }
    @Nullable T value = reading.read(rows);
    if (rows.next()) throw new RowCountException("there is more than one row, in: " + prepared);
    return needed ? Optional.of(present(value, 0)) : Optional.ofNullable(value);
  }

  static long execute(Call call, Prepared prepared) throws SQLException {
    try (var statement = prepared.prepare(call)) {
      return statement.execute() ? 0 : Math.max(0, statement.getLargeUpdateCount());
    }
  }

  static <K> K insert(Call call, Shape<K> shape, Prepared prepared) throws SQLException {
    try (var statement =
        prepared.prepare(
            call,
            text -> call.connection().prepareStatement(text, Statement.RETURN_GENERATED_KEYS))) {
      statement.executeUpdate();
      try (var keys = statement.getGeneratedKeys()) {
        return single(keys, shape, true, prepared).orElseThrow();
      }
    }
  }

  /** Runs a statement for each of some rows, in one round trip. */
  static long batch(Call call, SqlText text, List<@Nullable Object[]> rows) throws SQLException {
    try (var statement = call.prepare(text.plain())) {
      for (var row : rows) {
        Binding.all(call, statement, row);
        statement.addBatch();
      }
      return sum(statement.executeLargeBatch());
    }
  }

  private static long sum(long[] counts) {
    long sum = 0;
    for (long count : counts) sum += count == Statement.SUCCESS_NO_INFO ? 1 : Math.max(0, count);
    return sum;
  }
}
