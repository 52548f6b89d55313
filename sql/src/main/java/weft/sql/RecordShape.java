package weft.sql;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes records of rows: a column for each component, by their names. */
final class RecordShape<T> implements Shape.OfRow<T> {
  /** What there is to know of a type, found out once. */
  private record Plan(MethodHandle constructor, List<RecordComponent> components) {}

  private static final ClassValue<Plan> PLANS =
      new ClassValue<>() {
        @Override
        protected Plan computeValue(Class<?> type) {
          return new Plan(
              Records.constructor(type),
              type.isRecord() ? List.of(type.getRecordComponents()) : List.of());
        }
      };

  private final MethodHandle constructor;
  private final int[] columns; // for each component, from 1
  private final Reader[] readers;

  private RecordShape(MethodHandle constructor, int[] columns, Reader[] readers) {
    this.constructor = constructor;
    this.columns = columns;
    this.readers = readers;
  }

  static <T> RecordShape<T> of(Class<T> type, Columns columns) {
    var plan = PLANS.get(type);
    var components = plan.components;
    var free = places(type, columns);
    var places = new int[components.size()];
    var readers = new Reader[places.length];
    for (int i = 0; i < places.length; i++) {
      var component = components.get(i);
      Integer column = free.remove(Columns.plain(component.getName()));
      if (column == null) throw misfit("no column for " + component.getName(), type, columns);
      places[i] = column + 1;
      readers[i] = reader(component, columns, column);
    }
    if (!free.isEmpty()) {
      var left = free.values().stream().map(columns::label).sorted();
      throw misfit(
          "no component for column " + left.collect(Collectors.joining(", ")), type, columns);
    }
    return new RecordShape<>(plan.constructor, places, readers);
  }

  private static Map<String, Integer> places(Class<?> type, Columns columns) {
    var places = new HashMap<String, Integer>();
    for (int i = 0; i < columns.count(); i++) {
      if (places.put(Columns.plain(columns.label(i)), i) != null) {
        throw misfit("more than one column is called " + columns.label(i), type, columns);
      }
    }
    return places;
  }

  private static MappingException misfit(String what, Class<?> type, Columns columns) {
    String components =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.joining(", "));
    return new MappingException(
        what + " in " + type.getSimpleName() + "(" + components + "), made of " + columns);
  }

  private static Reader reader(RecordComponent component, Columns columns, int place) {
    var type = component.getType();
    if (type.isPrimitive()) return Primitives.reader(type, columns, place);
    var natural = columns.reader(place);
    String label = columns.label(place);
    if (type == Optional.class) {
      var element = argument(component.getGenericType());
      return (rows, column) ->
          Optional.ofNullable(natural.read(rows, column))
              .map(v -> Conversion.to(element, v, label));
    }
    if (type == List.class) {
      var element = argument(component.getGenericType());
      return (rows, column) -> list(natural.read(rows, column), element, label);
    }
    return (rows, column) -> {
      Object value = natural.read(rows, column);
      return value == null ? null : Conversion.to(type, value, label);
    };
  }

  private static Class<?> argument(Type type) {
    return type instanceof ParameterizedType p
            && p.getActualTypeArguments()[0] instanceof Class<?> c
        ? c
        : Object.class;
  }

  private static @Nullable Object list(@Nullable Object value, Class<?> element, String label) {
    if (value == null) return null;
    List<?> elements = Conversion.to(List.class, value, label);
    var converted = new ArrayList<@Nullable Object>(elements.size());
    for (Object e : elements) converted.add(e == null ? null : Conversion.to(element, e, label));
    return Collections.unmodifiableList(converted);
  }

  @Override
  @SuppressWarnings("unchecked") // the constructor's type
  public T read(ResultSet rows) throws SQLException {
    var values = new @Nullable Object[readers.length];
    for (int i = 0; i < values.length; i++) values[i] = readers[i].read(rows, columns[i]);
    try {
      return (T) (Object) constructor.invokeExact(values);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable t) {
      throw new MappingException("the record refused its values: " + Errors.line(t), t);
    }
  }
}
