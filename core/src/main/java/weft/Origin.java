package weft;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import weft.internal.event.Events;
import weft.internal.frames.Frames;

/**
 * Where and when a strand was started, and since when it waits: known in debug mode only.
 *
 * <p>It travels as a binding of a variable that nobody else knows, so that a strand needs no field
 * for it. The innermost one is the strand's own; what it inherits is dropped where that is easy.
 */
final class Origin {
  private static final Local<Origin> KEY = Local.unbound();

  private static final VarHandle WANTED;

  static {
    try {
      WANTED = MethodHandles.lookup().findStaticVarHandle(Origin.class, "wanted", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Read with every start and wait, so without a fence: that was seen to cost 2 percent. */
  @SuppressWarnings("UnusedVariable") // used through WANTED
  private static boolean wanted = Boolean.getBoolean("weft.debug");

  private final long started;
  private final @Nullable StackTraceElement at;
  private volatile @Nullable Suspension waiting;
  private volatile long waits; // from then on; written before waiting

  private Origin(Environment environment) {
    started = environment.clock().nanoTime();
    at = Frames.caller();
  }

  /** Whether debug mode is on: for strands that are made from now on. */
  static boolean isWanted() {
    return Events.WANTED && (boolean) WANTED.getOpaque();
  }

  static void want(boolean on) {
    WANTED.setOpaque(on);
  }

  /** The bindings of a strand that is being started by the caller. */
  static Binding bind(Environment environment, @Nullable Binding inherited) {
    var outer = inherited != null && inherited.local() == KEY ? inherited.outer() : inherited;
    return new Binding(KEY, new Origin(environment), outer);
  }

  /** That of {@code strand}, or null. */
  static @Nullable Origin of(Strand strand) {
    for (var b = strand.bindings; b != null; b = b.outer()) {
      if (b.local() == KEY) return (Origin) b.value();
    }
    return null;
  }

  /** Notes that {@code strand}, the caller's, begins to wait. */
  static void waits(Strand strand, Suspension suspension) {
    var origin = of(strand);
    if (origin == null) return;
    origin.waits = strand.environment.clock().nanoTime();
    origin.waiting = suspension;
  }

  Duration age(Clock clock) {
    return Duration.ofNanos(clock.nanoTime() - started);
  }

  @Nullable StackTraceElement at() {
    return at;
  }

  /** For how long the strand has been in {@code suspension}; null if that isn't known. */
  @Nullable Duration waited(Suspension suspension, Clock clock) {
    long since = waits;
    return waiting == suspension ? Duration.ofNanos(clock.nanoTime() - since) : null;
  }
}
