package weft.cli;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * A signal that is handled until closed.
 *
 * <p>{@code sun.misc.Signal} is used by reflection: javac warns of it and can't be told not to.
 * Where it is missing, or the JVM was told to leave signals alone, they do what they always did.
 */
final class Signal implements AutoCloseable {
  private final String name;
  private final @Nullable Object previous;

  private Signal(String name, @Nullable Object previous) {
    this.name = name;
    this.previous = previous;
  }

  /** Does this, and nothing else, when the signal comes: "INT", say. */
  static Signal handle(String name, Runnable action) {
    try {
      Class<?> type = Class.forName("sun.misc.SignalHandler");
      Object handler =
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (_, method, _) -> {
                if (method.getName().equals("handle")) action.run();
                return null;
              });
      return new Signal(name, set(name, handler));
    } catch (ReflectiveOperationException e) {
      return new Signal(name, null);
    }
  }

  @Override
  public void close() {
    if (previous == null) return;
    try {
      var _ = set(name, previous);
    } catch (ReflectiveOperationException _) {
      // it worked before, and is of no consequence now
    }
  }

  private static @Nullable Object set(String name, Object handler)
      throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> type = Class.forName("sun.misc.SignalHandler");
    Method handle = signal.getMethod("handle", signal, type);
    return handle.invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
  }
}
