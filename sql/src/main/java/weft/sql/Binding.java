package weft.sql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts Java values into the placeholders of statements. */
final class Binding {
  private static final String UNKNOWN_TYPE = "07006";

  /** Beyond these is PostgreSQL's infinity, which comes as the last moment that has an offset. */
  private static final Instant LATEST = LocalDateTime.MAX.toInstant(ZoneOffset.UTC);

  private static final Instant EARLIEST = LocalDateTime.MIN.toInstant(ZoneOffset.UTC);

  private Binding() {}

  /** From a place on; returns the place behind the last. */
  static int all(
      Call call, PreparedStatement statement, int place, List<? extends @Nullable Object> values)
      throws SQLException {
    for (var value : values) one(call, statement, place++, value);
    return place;
  }

  static void all(Call call, PreparedStatement statement, @Nullable Object[] values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) one(call, statement, i + 1, values[i]);
  }

  private static void one(Call call, PreparedStatement to, int i, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> to.setNull(i, Types.NULL);
      case String s -> to.setString(i, s);
      case Integer n -> to.setInt(i, n);
      case Long n -> to.setLong(i, n);
      case Boolean b -> to.setBoolean(i, b);
      case Double n -> to.setDouble(i, n);
      case BigInteger n -> to.setBigDecimal(i, new BigDecimal(n));
      case Character c -> to.setString(i, c.toString());
      case byte[] bytes -> to.setBytes(i, bytes);
      case Enum<?> e -> call.dialect().bind(to, i, e);
      case Duration d -> call.dialect().bind(to, i, d);
      case Optional<?> o -> one(call, to, i, o.orElse(null));
      case Instant t -> to.setObject(i, timestamp(t));
      case ZonedDateTime t -> to.setObject(i, t.toOffsetDateTime());
      case Map<?, ?> _ ->
          throw new IllegalArgumentException(
              "a Map is no value: it is for placeholders like :name");
      default -> {
        if (value.getClass().isArray()) array(call, to, i, value);
        else object(to, i, value);
      }
    }
  }

  private static void object(PreparedStatement to, int i, Object value) throws SQLException {
    try {
      to.setObject(i, value);
    } catch (SQLException e) {
      if (!Errors.state(e).equals(UNKNOWN_TYPE)) throw e;
      throw new IllegalArgumentException(
          "no parameter can be made of a " + value.getClass().getName(), e);
    }
  }

  private static OffsetDateTime timestamp(Instant t) {
    if (t.isAfter(LATEST)) return OffsetDateTime.MAX;
    return t.isBefore(EARLIEST) ? OffsetDateTime.MIN : t.atOffset(ZoneOffset.UTC);
  }

  private static void array(Call call, PreparedStatement to, int i, Object array)
      throws SQLException {
    var element = Boxes.type(array.getClass().getComponentType());
    String type = call.dialect().arrayType(element);
    var elements = Boxes.elements(array);
    for (int n = 0; n < elements.length; n++) {
      if (elements[n] instanceof Enum<?> e) elements[n] = e.name();
      else if (elements[n] instanceof Instant t) elements[n] = timestamp(t);
    }
    to.setArray(i, call.connection().createArrayOf(type, elements));
  }
}
