package weft.sql;

import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;

/** Primitive types and their arrays as objects. */
final class Boxes {
  private Boxes() {}

  static Class<?> type(Class<?> type) {
    return MethodType.methodType(type).wrap().returnType();
  }

  /** A new array of the elements of {@code array}, which may be one of primitives. */
  static @Nullable Object[] elements(Object array) {
    var elements = new @Nullable Object[Array.getLength(array)];
    for (int i = 0; i < elements.length; i++) elements[i] = Array.get(array, i);
    return elements;
  }
}
