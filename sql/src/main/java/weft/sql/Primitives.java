package weft.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** Reads columns as Java's primitive types, without a detour where they fit. */
final class Primitives {
  private Primitives() {}

  /** One for a component of the primitive {@code type}. */
  static Reader reader(Class<?> type, Columns columns, int column) {
    String label = columns.label(column);
    var direct = direct(type, columns.type(column));
    var converted = converted(type, columns.reader(column), label);
    var reader = direct == null ? converted : orElse(direct, converted);
    return (rows, i) -> {
      Object value = reader.read(rows, i);
      if (value != null) return value;
      throw new MappingException("column " + label + " is null, which is no " + type);
    };
  }

  /** What the driver can't read as the type is read as what it is, to say what doesn't fit. */
  private static Reader orElse(Reader direct, Reader converted) {
    return (rows, i) -> {
      try {
        return direct.read(rows, i);
      } catch (SQLException e) {
        if (Errors.isLost(e)) throw e;
        return converted.read(rows, i);
      }
    };
  }

  private static Reader converted(Class<?> type, Reader natural, String label) {
    return (rows, i) -> {
      Object value = natural.read(rows, i);
      return value == null ? null : Conversion.to(type, value, label);
    };
  }

  private static @Nullable Reader direct(Class<?> type, int sqlType) {
    return switch (sqlType) {
      case Types.INTEGER, Types.BIGINT, Types.SMALLINT -> integer(type);
      case Types.BIT, Types.BOOLEAN -> type == boolean.class ? Primitives::bool : null;
      case Types.DOUBLE, Types.REAL, Types.FLOAT -> type == double.class ? Primitives::real : null;
      default -> null;
    };
  }

  private static @Nullable Reader integer(Class<?> type) {
    if (type == int.class) return Primitives::int32;
    return type == long.class ? Primitives::int64 : null;
  }

  private static @Nullable Object int32(ResultSet rows, int i) throws SQLException {
    int value = rows.getInt(i);
    return value == 0 && rows.wasNull() ? null : (Object) value;
  }

  private static @Nullable Object int64(ResultSet rows, int i) throws SQLException {
    long value = rows.getLong(i);
    return value == 0 && rows.wasNull() ? null : (Object) value;
  }

  private static @Nullable Object bool(ResultSet rows, int i) throws SQLException {
    boolean value = rows.getBoolean(i);
    return !value && rows.wasNull() ? null : (Object) value;
  }

  private static @Nullable Object real(ResultSet rows, int i) throws SQLException {
    double value = rows.getDouble(i);
    return value == 0 && rows.wasNull() ? null : (Object) value;
  }
}
