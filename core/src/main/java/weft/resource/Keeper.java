package weft.resource;

import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import weft.CancelledError;
import weft.Weft;
import weft.internal.call.Listeners;

/** Creates, tests, resets and disposes of the objects of a pool, each in the hands of its owner. */
final class Keeper<T, X extends Exception> {
  private final PoolBuilder<T, X> settings;
  private final @Nullable Consumer<? super Throwable> onError;
  final LongAdder created = new LongAdder();
  final LongAdder disposed = new LongAdder();

  Keeper(PoolBuilder<T, X> settings) {
    this.settings = settings;
    onError = settings.onError;
  }

  /** Puts a new object into an empty place, or leaves it empty and throws. */
  void create(Slot<T> slot) throws X {
    var exits = new Exits();
    T object;
    try {
      object = settings.resource.open(exits, settings.releaseWithin);
    } catch (Throwable t) {
      throw Exits.<X>sneak(exits.unwind(t));
    }
    slot.fill(object, exits);
    created.increment();
  }

  /** Whether one that nobody has used for this long has to be tested. */
  boolean mustTest(long idle) {
    return settings.test != null && idle >= settings.testAfter;
  }

  /**
   * Whether the object is well. If this throws, the object is suspect.
   *
   * @param idle how long nobody has used it
   */
  boolean isWell(Slot<T> slot, long idle) {
    var test = settings.test;
    if (test == null || !mustTest(idle)) return true;
    slot.suspect = true;
    try {
      if (!test.apply(Objects.requireNonNull(slot.object))) return false;
    } catch (CancelledError e) {
      throw e;
    } catch (Exception e) {
      if (e instanceof InterruptedException) Thread.currentThread().interrupt(); // for the caller
      return false;
    } catch (Throwable t) {
      throw Exits.<RuntimeException>sneak(t);
    }
    slot.suspect = false;
    return true;
  }

  /** Makes one that comes back as good as new; tells whether it is. */
  boolean reset(Slot<T> slot) {
    var reset = settings.reset;
    if (reset == null) return true;
    try {
      Weft.shield(settings.releaseWithin, () -> reset.run(Objects.requireNonNull(slot.object)));
      return true;
    } catch (Throwable t) {
      report("could not reset", t);
      return false;
    }
  }

  /** Empties a place, whatever happens. */
  void dispose(Slot<T> slot) {
    var exits = slot.empty();
    if (exits == null) return;
    var failure = exits.end(true);
    disposed.increment();
    if (failure != null) report("could not dispose of", failure);
  }

  void report(String what, Throwable failure) {
    if (onError != null) Listeners.tell(onError, failure);
    else
      Listeners.tell(
          (IllegalStateException e) -> {
            throw e;
          },
          new IllegalStateException(what + " an object of " + settings.name, failure));
  }
}
