package weft.sql;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a column of the current row as the Java type that is natural to it. */
@FunctionalInterface
interface Reader {
  @Nullable Object read(ResultSet rows, int column) throws SQLException;

  /** One for a column of this type: java.time instead of java.sql, lists, and text. */
  static Reader of(int type, ResultSetMetaData data, int column) throws SQLException {
    return switch (type) {
      // To tell a name, PostgreSQL's driver may ask the server: so only where the number won't do.
      case Types.TIMESTAMP, Types.TIME, Types.OTHER, Types.BINARY ->
          of(type, data.getColumnTypeName(column));
      case Types.TIMESTAMP_WITH_TIMEZONE -> as(OffsetDateTime.class);
      case Types.DATE -> as(LocalDate.class);
      case Types.TIME_WITH_TIMEZONE -> as(OffsetTime.class);
      case Types.ARRAY -> Reader::list;
      case Types.BIT -> Reader::bits;
      case Types.CLOB, Types.NCLOB, Types.SQLXML, Types.VARCHAR, Types.CHAR -> ResultSet::getString;
      case Types.BLOB, Types.VARBINARY, Types.LONGVARBINARY -> ResultSet::getBytes;
      default -> ResultSet::getObject;
    };
  }

  private static Reader of(int type, String name) {
    if (name.equalsIgnoreCase("uuid")) return as(UUID.class); // to H2 it is binary
    return switch (type) {
      case Types.TIMESTAMP ->
          name.equals("timestamptz") ? as(OffsetDateTime.class) : as(LocalDateTime.class);
      case Types.TIME -> name.equals("timetz") ? as(OffsetTime.class) : as(LocalTime.class);
      case Types.BINARY -> ResultSet::getBytes;
      default -> isText(name) ? ResultSet::getString : ResultSet::getObject;
    };
  }

  private static boolean isText(String type) {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "refcursor", "hstore" -> false;
      default -> true;
    };
  }

  private static Reader as(Class<?> type) {
    return (rows, column) -> rows.getObject(column, type);
  }

  /** A boolean, or several bits, which PostgreSQL's driver has a class of its own for. */
  private static @Nullable Object bits(ResultSet rows, int column) throws SQLException {
    return natural(rows.getObject(column));
  }

  private static @Nullable Object list(ResultSet rows, int column) throws SQLException {
    Array array = rows.getArray(column);
    if (array == null) return null;
    return list(array.getArray());
  }

  /** The text of what comes as a class of PostgreSQL's driver, else the value itself. */
  private static @Nullable Object natural(@Nullable Object value) {
    boolean isDrivers = value != null && value.getClass().getName().startsWith("org.postgresql.");
    return isDrivers ? String.valueOf(value) : value;
  }

  private static List<?> list(Object array) {
    var elements = Boxes.elements(array);
    for (int i = 0; i < elements.length; i++) {
      if (elements[i] instanceof Object[] inner) elements[i] = list(inner);
      else elements[i] = natural(elements[i]);
    }
    return Collections.unmodifiableList(Arrays.asList(elements));
  }
}
