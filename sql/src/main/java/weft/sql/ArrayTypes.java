package weft.sql;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;

/** SQL's names of the types of elements in arrays. */
final class ArrayTypes {
  private static final Map<Class<?>, String> STANDARD =
      Map.ofEntries(
          Map.entry(String.class, "varchar"),
          Map.entry(Integer.class, "integer"),
          Map.entry(Long.class, "bigint"),
          Map.entry(Short.class, "smallint"),
          Map.entry(Boolean.class, "boolean"),
          Map.entry(Double.class, "double precision"),
          Map.entry(Float.class, "real"),
          Map.entry(BigDecimal.class, "numeric"),
          Map.entry(UUID.class, "uuid"),
          Map.entry(LocalDate.class, "date"),
          Map.entry(LocalTime.class, "time"),
          Map.entry(LocalDateTime.class, "timestamp"),
          Map.entry(Instant.class, "timestamp with time zone"),
          Map.entry(OffsetDateTime.class, "timestamp with time zone"));

  private ArrayTypes() {}

  static String standard(Class<?> element) {
    if (element.isEnum()) return "varchar";
    String name = STANDARD.get(element);
    if (name != null) return name;
    throw new IllegalArgumentException(
        "an array of " + element.getSimpleName() + " can't be a parameter");
  }
}
