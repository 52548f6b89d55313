package weft.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row of a result. Immutable, and has nothing to do with the connection any more.
 *
 * <p>Columns go by their labels, whatever the case, or by their places, from 0. Values come as the
 * type that is asked for, if nothing is lost by it: numbers as any type that has room for them,
 * text and PostgreSQL's own types as {@code String}, {@code UUID} or an enum, timestamps with a
 * time zone as {@code Instant}, {@code OffsetDateTime} or {@code ZonedDateTime}, those without as
 * {@code LocalDateTime}, arrays as a {@code List} or an array.
 */
public final class Row {
  private final Columns columns;
  private final @Nullable Object[] values;

  private Row(Columns columns, @Nullable Object[] values) {
    this.columns = columns;
    this.values = values;
  }

  static Row read(Columns columns, ResultSet rows) throws SQLException {
    return new Row(columns, columns.read(rows));
  }

  /**
   * The value in a column.
   *
   * @throws MappingException if there is no such column, its value is null (which {@link #find} is
   *     for), or no {@code T}
   */
  public <T> T get(String column, Class<T> type) {
    return get(columns.find(column), type);
  }

  /** The value in a column, by its place; see {@link #get(String, Class)}. */
  public <T> T get(int column, Class<T> type) {
    Object value = values[checked(column)];
    if (value != null) return Conversion.to(type, value, columns.label(column));
    throw new MappingException(
        "column " + columns.label(column) + " is null: find() is for those that may be");
  }

  /** The value in a column; empty if it is null. Else like {@link #get(String, Class)}. */
  public <T> Optional<T> find(String column, Class<T> type) {
    return find(columns.find(column), type);
  }

  /** The value in a column, by its place; see {@link #find(String, Class)}. */
  public <T> Optional<T> find(int column, Class<T> type) {
    Object value = values[checked(column)];
    return value == null
        ? Optional.empty()
        : Optional.of(Conversion.to(type, value, columns.label(column)));
  }

  private int checked(int column) {
    if (column >= 0 && column < values.length) return column;
    throw new MappingException("there is no column " + column + ", but " + values.length);
  }

  /** The text in a column: {@code get(column, String.class)}. */
  public String text(String column) {
    return get(column, String.class);
  }

  /** The whole number in a column: {@code get(column, Long.class)}. */
  public long number(String column) {
    return get(column, Long.class);
  }

  /** The labels of the columns, in their order. */
  public List<String> columns() {
    return columns.labels();
  }

  /** The values by the labels of their columns, nulls included, in the order of the columns. */
  public Map<String, @Nullable Object> toMap() {
    var map = new LinkedHashMap<String, @Nullable Object>();
    for (int i = 0; i < values.length; i++) map.put(columns.label(i), values[i]);
    return Collections.unmodifiableMap(map);
  }

  @Override
  public String toString() {
    return toMap().toString();
  }
}
