package weft.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What is to be made of the rows of a result; null only where a single value is. */
@FunctionalInterface
interface Shape<T> {
  /** Makes one of the current row. */
  @FunctionalInterface
  interface OfRow<T> {
    @Nullable T read(ResultSet rows) throws SQLException;
  }

  /**
   * Looks at the columns of a result.
   *
   * @throws MappingException if they don't fit
   */
  OfRow<T> of(Columns columns);

  /** Rows as they are. */
  Shape<Row> ROWS = columns -> rows -> Row.read(columns, rows);

  /** Rows, records or single values. */
  static <T> Shape<T> of(Class<T> type) {
    if (type == Row.class) {
      @SuppressWarnings("unchecked")
      var rows = (Shape<T>) ROWS;
      return rows;
    }
    return type.isRecord()
        ? columns -> RecordShape.of(type, columns)
        : columns -> single(type, columns);
  }

  /** The first column alone, by the same rules. */
  static <T> Shape<T> ofFirst(Class<T> type) {
    return type == Row.class || type.isRecord() ? of(type) : columns -> first(type, columns);
  }

  private static <T> OfRow<T> single(Class<T> type, Columns columns) {
    if (columns.count() != 1) {
      throw new MappingException(
          "a " + type.getSimpleName() + " is made of one column, but there are " + columns);
    }
    return first(type, columns);
  }

  private static <T> OfRow<T> first(Class<T> type, Columns columns) {
    var reader = columns.reader(0);
    String label = columns.label(0);
    return rows -> {
      Object value = reader.read(rows, 1);
      return value == null ? null : Conversion.to(type, value, label);
    };
  }
}
