package weft.sql;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes the type that a caller wants of the one that a column has, where nothing is lost by it. */
final class Conversion {
  private Conversion() {}

  /**
   * Makes {@code value} a {@code T}.
   *
   * @throws MappingException if that can't be done
   */
  static <T> T to(Class<T> type, Object value, String column) {
    if (type.isInstance(value)) return type.cast(value); // as most are
    @Nullable Object converted;
    try {
      converted = convert(Boxes.type(type), value, column);
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw misfit(type, value, column, e);
    }
    if (converted == null) throw misfit(type, value, column, null);
    @SuppressWarnings("unchecked") // convert() gives the boxed type
    T result = (T) converted;
    return result;
  }

  private static MappingException misfit(
      Class<?> type, Object value, String column, @Nullable Throwable cause) {
    String name = value.getClass().getSimpleName();
    return new MappingException(
        "column " + column + " has a " + name + ", which is no " + type.getSimpleName(), cause);
  }

  private static @Nullable Object convert(Class<?> type, Object value, String column) {
    if (type.isInstance(value)) return value; // a boxed one
    if (type == String.class) return text(value);
    if (value instanceof Number n) return number(type, n);
    if (value instanceof String s) return text(type, s);
    if (value instanceof List<?> list) return type.isArray() ? array(type, list, column) : null;
    return time(type, value);
  }

  private static @Nullable Object number(Class<?> type, Number n) {
    if (type == Double.class) return finite(n, n.doubleValue());
    if (type == Float.class) return finite(n, n.floatValue());
    if (!Number.class.isAssignableFrom(type)) return null;
    if (type == Long.class && n instanceof Integer) return n.longValue();
    var exact = new BigDecimal(n.toString());
    if (type == Long.class) return exact.longValueExact();
    if (type == Integer.class) return exact.intValueExact();
    if (type == Short.class) return exact.shortValueExact();
    if (type == Byte.class) return exact.byteValueExact();
    if (type == BigDecimal.class) return exact;
    return type == BigInteger.class ? exact.toBigIntegerExact() : null;
  }

  /** What is too large would become infinity; digits of fractions may get lost. */
  private static <F extends Number> F finite(Number n, F converted) {
    boolean isReal = n instanceof Double || n instanceof Float;
    boolean was = isReal && Double.isInfinite(n.doubleValue());
    if (Double.isInfinite(converted.doubleValue()) && !was)
      throw new ArithmeticException("Overflow");
    return converted;
  }

  /** Lists and bytes are no text. */
  private static @Nullable String text(Object value) {
    return value instanceof List || value instanceof byte[] ? null : value.toString();
  }

  private static @Nullable Object text(Class<?> type, String s) {
    if (type.isEnum()) return constant(type, s);
    if (type == Duration.class) return Intervals.duration(s);
    if (type == UUID.class) return UUID.fromString(s);
    if (type == Character.class && s.length() == 1) return s.charAt(0);
    return null;
  }

  private static Object constant(Class<?> type, String name) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) return constant;
    }
    throw new IllegalArgumentException("no " + type.getSimpleName() + " is called " + name);
  }

  /** Also what drivers put into arrays. */
  private static @Nullable Object time(Class<?> type, Object value) {
    return switch (value) {
      case OffsetDateTime t when type == Instant.class -> t.toInstant();
      case OffsetDateTime t when type == ZonedDateTime.class -> t.toZonedDateTime();
      case Timestamp t when type == Instant.class -> t.toInstant();
      case Timestamp t when type == OffsetDateTime.class -> t.toInstant().atOffset(ZoneOffset.UTC);
      case Timestamp t when type == LocalDateTime.class -> t.toLocalDateTime();
      case java.sql.Date d when type == LocalDate.class -> d.toLocalDate();
      case Time t when type == LocalTime.class -> t.toLocalTime();
      default -> null;
    };
  }

  private static Object array(Class<?> type, List<?> list, String column) {
    var element = type.getComponentType();
    var array = Array.newInstance(element, list.size());
    for (int i = 0; i < list.size(); i++) {
      Object value = list.get(i);
      if (value != null) Array.set(array, i, to(element, value, column));
      else if (element.isPrimitive())
        throw new MappingException("column " + column + " has a null");
    }
    return array;
  }
}
