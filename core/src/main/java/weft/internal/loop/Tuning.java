package weft.internal.loop;

import org.jspecify.annotations.Nullable;

/**
 * How the loops are made that are opened while {@link #CURRENT} is bound.
 *
 * @param carrier what runs the tasks
 * @param choice who is next; without, first come, first served
 * @param idle what to do when nothing is runnable; without, nothing
 * @param watched whether long steps are looked for
 */
public record Tuning(
    Carrier carrier, @Nullable Choice choice, @Nullable Idle idle, boolean watched) {
  /** Bound around the opening of a loop. */
  public static final ScopedValue<Tuning> CURRENT = ScopedValue.newInstance();

  /** What loops are made with if nothing is bound. */
  public static final Tuning STANDARD = new Tuning(Carrier.BEST, null, null, true);

  /** What runs the tasks of a loop. */
  public enum Carrier {
    /** {@link #OWN} if the JVM lets us, else {@link #BATON}. */
    BEST,
    /** The loop's own thread. */
    OWN,
    /** A baton that is handed from thread to thread. */
    BATON
  }

  /** What is bound, or {@link #STANDARD}. */
  public static Tuning current() {
    return CURRENT.orElse(STANDARD);
  }

  /** The same on another carrier. */
  public Tuning on(Carrier other) {
    return new Tuning(other, choice, idle, watched);
  }

  /** The same with another choice. */
  public Tuning choosing(Choice other) {
    return new Tuning(carrier, other, idle, watched);
  }

  /** The same with another idle hook. */
  public Tuning whenIdle(Idle other) {
    return new Tuning(carrier, choice, other, watched);
  }

  /** The same without looking for long steps. */
  public Tuning unwatched() {
    return new Tuning(carrier, choice, idle, false);
  }
}
