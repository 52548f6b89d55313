package weft.sql;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the value for each placeholder of a statement among what the caller gave. */
final class Arguments {
  private Arguments() {}

  /**
   * The values in the order of the placeholders.
   *
   * @throws IllegalArgumentException if they don't fit
   */
  static @Nullable Object[] of(SqlText text, @Nullable Object @Nullable ... all) {
    var given = all == null ? new @Nullable Object[] {null} : all; // a null that Java took for all
    if (text.names().isEmpty()) return counted(text, given);
    if (given.length == 1 && given[0] != null) {
      if (given[0] instanceof Map<?, ?> map) return named(text, map, true);
      if (given[0] instanceof Record r) return named(text, components(r), false);
    }
    throw new IllegalArgumentException(
        "the values of "
            + text.names().stream().distinct().map(name -> ":" + name).toList()
            + " are given by one Map or record, in: "
            + Errors.statement(text.sql()));
  }

  private static @Nullable Object[] counted(SqlText text, @Nullable Object[] given) {
    if (given.length == text.placeholders()) return given;
    throw new IllegalArgumentException(
        given.length
            + (given.length == 1 ? " parameter for " : " parameters for ")
            + text.placeholders()
            + (text.placeholders() == 1 ? " placeholder" : " placeholders")
            + " in: "
            + Errors.statement(text.sql()));
  }

  private static @Nullable Object[] named(SqlText text, Map<?, ?> map, boolean exactly) {
    var names = text.names();
    var values = new @Nullable Object[names.size()];
    for (int i = 0; i < values.length; i++) {
      String name = names.get(i);
      values[i] = map.get(name);
      if (values[i] == null && !map.containsKey(name)) {
        throw new IllegalArgumentException(
            "no value for :" + name + " in: " + Errors.statement(text.sql()));
      }
    }
    if (exactly && map.size() > names.size()) refuseUnused(text, map);
    return values;
  }

  private static void refuseUnused(SqlText text, Map<?, ?> map) {
    var unused = new TreeSet<String>();
    for (Object name : map.keySet()) {
      if (!text.names().contains(String.valueOf(name))) unused.add(String.valueOf(name));
    }
    throw new IllegalArgumentException(
        "no placeholder for the values of " + unused + " in: " + Errors.statement(text.sql()));
  }

  /** The components of a record, by their names. */
  private static Map<String, @Nullable Object> components(Record record) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      map.put(component.getName(), Records.value(record, component));
    }
    return map;
  }

  /** The values of one row of a batch: a record, a map, a list, an array or a single value. */
  static @Nullable Object[] row(SqlText text, @Nullable Object row) {
    if (!text.names().isEmpty()) return single(text, of(text, row));
    return single(
        text,
        counted(
            text,
            switch (row) {
              case null -> new @Nullable Object[] {null};
              case Record r -> components(r).values().toArray();
              case Collection<?> c -> c.toArray();
              case Object[] a -> a;
              default -> List.of(row).toArray();
            }));
  }

  private static @Nullable Object[] single(SqlText text, @Nullable Object[] values) {
    for (Object value : values) {
      if (value instanceof Collection) {
        throw new IllegalArgumentException(
            "in a batch, a placeholder is for one value, not for a collection, in: "
                + Errors.statement(text.sql()));
      }
    }
    return values;
  }
}
