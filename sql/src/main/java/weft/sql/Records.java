package weft.sql;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What reflection is needed for, with records. */
final class Records {
  private Records() {}

  /** The canonical constructor of a record, as a function of an array. */
  static MethodHandle constructor(Class<?> type) {
    var parameters =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      var handle = MethodHandles.lookup().unreflectConstructor(constructor);
      return handle
          .asSpreader(Object[].class, parameters.length)
          .asType(java.lang.invoke.MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      throw inaccessible(type, e);
    }
  }

  static @Nullable Object value(Record record, RecordComponent component) {
    var accessor = component.getAccessor();
    try {
      accessor.setAccessible(true);
      return accessor.invoke(record);
    } catch (IllegalAccessException | InaccessibleObjectException e) {
      throw inaccessible(record.getClass(), e);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "the record " + record.getClass().getSimpleName() + " can't be read", e.getCause());
    }
  }

  private static MappingException inaccessible(Class<?> type, Exception e) {
    return new MappingException(
        "the record "
            + type.getName()
            + " is out of reach: its module has to open its package to weft.sql",
        e);
  }
}
