package weft.junit;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import weft.Weft;

/**
 * Lets the kit use what the module {@code weft} exports to the module {@code weft.junit} only, also
 * where the kit is no module: it is on the class path where a program is a module that doesn't
 * require it, which is what Maven makes of tests. And lets {@code weft} use what the option of the
 * JVM opens to the kit only then. The JDK does both for a caller to whom {@code java.lang} is open.
 */
final class Internals {
  private static final String NEEDED = "--add-opens java.base/java.lang=ALL-UNNAMED";

  private Internals() {}

  /** Opens them; fails if that option is missing. */
  static void open() {
    Module weft = Weft.class.getModule();
    Module kit = Internals.class.getModule();
    if (!weft.isNamed() || kit.isNamed()) return;
    try {
      method("implAddOpens").invoke(Thread.class.getModule(), "java.lang", weft);
      for (var next : weft.getDescriptor().exports()) {
        if (!next.targets().contains("weft.junit")) continue;
        method("implAddExports").invoke(weft, next.source(), kit);
      }
    } catch (ReflectiveOperationException | InaccessibleObjectException _) {
      throw missing();
    }
  }

  private static Method method(String name) throws NoSuchMethodException {
    Method method = Module.class.getDeclaredMethod(name, String.class, Module.class);
    method.setAccessible(true);
    return method;
  }

  /** That the option of the JVM is missing. */
  static IllegalStateException missing() {
    return new IllegalStateException(
        "the test kit needs the JVM option "
            + NEEDED
            + ": add it to surefire's argLine in"
            + " Maven, or to the test task's jvmArgs in Gradle");
  }
}
