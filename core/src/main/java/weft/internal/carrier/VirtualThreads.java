package weft.internal.carrier;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Makes virtual threads that a given executor schedules.
 *
 * <p>The executor is given a continuation each time the thread can go on: when it is started, and
 * when it was unparked, unblocked, or has yielded. It is always the same object for one thread. It
 * has to be run once each time, on a platform thread, and returns when the virtual thread leaves
 * that. A virtual thread that one of these starts without a scheduler of its own has the same.
 *
 * <p>The JDK's own tests use the same methods. Where the package is not open, {@link #isAvailable}
 * says so, without a warning.
 */
public final class VirtualThreads {
  private static final String NEEDED = "--add-opens java.base/java.lang=ALL-UNNAMED";

  /** {@code (Executor, Runnable) -> Thread}, not started. */
  private static final @Nullable MethodHandle UNSTARTED;

  /** {@code Executor -> Thread.Builder.OfVirtual}. */
  private static final @Nullable MethodHandle BUILDER;

  private static final @Nullable Executor DEFAULT;

  static {
    @Nullable MethodHandle unstarted = null;
    @Nullable MethodHandle builder = null;
    @Nullable Executor scheduler = null;
    try {
      unstarted = findUnstarted();
      builder = findBuilder();
      scheduler = findDefault();
    } catch (ReflectiveOperationException | RuntimeException e) {
      unstarted = null; // not open, or another JDK
    }
    UNSTARTED = unstarted;
    BUILDER = builder;
    DEFAULT = scheduler;
  }

  private VirtualThreads() {}

  /** Tells whether this JVM lets us. */
  public static boolean isAvailable() {
    return UNSTARTED != null;
  }

  /**
   * A thread on {@code scheduler}, not started, without a name.
   *
   * @throws IllegalStateException if that is not {@linkplain #isAvailable available}
   */
  public static Thread unstarted(Executor scheduler, Runnable task) {
    try {
      return (Thread) available(UNSTARTED).invokeExact(scheduler, task);
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  /**
   * A builder of threads on {@code scheduler}.
   *
   * @throws IllegalStateException if that is not {@linkplain #isAvailable available}
   */
  public static Thread.Builder.OfVirtual builder(Executor scheduler) {
    try {
      return (Thread.Builder.OfVirtual) available(BUILDER).invokeExact(scheduler);
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  /**
   * What runs ordinary virtual threads.
   *
   * @throws IllegalStateException if that is not {@linkplain #isAvailable available}
   */
  public static Executor defaultScheduler() {
    return available(DEFAULT);
  }

  private static <T> T available(@Nullable T part) {
    if (part == null || UNSTARTED == null) {
      throw new IllegalStateException("the JVM was not started with " + NEEDED);
    }
    return part;
  }

  private static RuntimeException unchecked(Throwable t) {
    if (t instanceof Error e) throw e;
    if (t instanceof RuntimeException e) throw e;
    throw new IllegalStateException(t);
  }

  private static MethodHandle findUnstarted() throws ReflectiveOperationException {
    var builders = Class.forName("java.lang.ThreadBuilders");
    var handle =
        inside(builders)
            .findStatic(
                builders,
                "newVirtualThread",
                MethodType.methodType(
                    Thread.class, Executor.class, String.class, int.class, Runnable.class));
    return MethodHandles.insertArguments(handle, 1, null, 0);
  }

  private static MethodHandle findBuilder() throws ReflectiveOperationException {
    var builder = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder");
    return inside(builder)
        .findConstructor(builder, MethodType.methodType(void.class, Executor.class))
        .asType(MethodType.methodType(Thread.Builder.OfVirtual.class, Executor.class));
  }

  private static Executor findDefault() throws ReflectiveOperationException {
    var thread = Class.forName("java.lang.VirtualThread");
    var handle =
        inside(thread)
            .findStatic(thread, "defaultScheduler", MethodType.methodType(Executor.class));
    try {
      return (Executor) handle.invokeExact();
    } catch (Throwable t) {
      throw unchecked(t);
    }
  }

  private static MethodHandles.Lookup inside(Class<?> type) throws IllegalAccessException {
    return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
  }
}
