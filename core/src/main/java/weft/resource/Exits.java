package weft.resource;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import weft.Action;
import weft.Body;
import weft.CancelledError;
import weft.Weft;

/** What is to be done at the end, last first: what {@link Resource} and {@link ExitStack} share. */
final class Exits {
  /** How long a release may take, unless said otherwise. */
  static final Duration USUAL_LIMIT = Duration.ofSeconds(10);

  /** After which ends an exit is taken. */
  enum When {
    ALWAYS,
    SUCCESS,
    FAILURE
  }

  private record Exit(When when, Duration limit, Action<?> action) {
    boolean isFor(boolean failed) {
      return when == When.ALWAYS || (when == When.FAILURE) == failed;
    }
  }

  private final Object lock = new Object();
  private ArrayDeque<Exit> exits = new ArrayDeque<>(); // all guarded by the lock
  private boolean closed;

  /** Adds an exit; false, without effect, if the end was reached. */
  boolean push(When when, Duration limit, Action<?> action) {
    synchronized (lock) {
      if (closed) return false;
      exits.push(new Exit(when, limit, action));
      return true;
    }
  }

  /** Adds a resource that has been acquired; one that comes too late is released at once. */
  <T> T push(T object, ResourceAction<? super T, ?> release, Duration limit) {
    if (push(When.ALWAYS, limit, () -> release.run(object))) return object;
    return late(alone(limit, () -> release.run(object)));
  }

  private static Exits alone(Duration limit, Action<?> action) {
    var alone = new Exits();
    boolean unused = alone.push(When.ALWAYS, limit, action);
    return alone;
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // it never returns
  private static <T> T late(Exits those) {
    var refused = closed();
    var unused = those.unwind(refused); // it comes out with what is suppressed on it
    throw refused;
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("the stack is closed: it takes nothing more");
  }

  void requireOpen() {
    synchronized (lock) {
      if (closed) throw closed();
    }
  }

  /**
   * Opens a resource whole or not at all: what was acquired of one that fails half-way is released.
   */
  <T, X extends Exception> T open(Resource<T, X> resource, Duration limit) throws X {
    requireOpen();
    var part = new Exits();
    T object;
    try {
      object = resource.open(part, limit);
    } catch (Throwable t) {
      throw Exits.<X>sneak(part.unwind(t));
    }
    if (!part.moveTo(this)) return late(part);
    return object;
  }

  private boolean moveTo(Exits other) {
    ArrayDeque<Exit> moved = takeAll();
    synchronized (other.lock) {
      if (!other.closed) {
        moved.descendingIterator().forEachRemaining(other.exits::push);
        return true;
      }
    }
    synchronized (lock) {
      exits = moved;
    }
    return false;
  }

  private ArrayDeque<Exit> takeAll() {
    synchronized (lock) {
      var all = exits;
      exits = new ArrayDeque<>();
      return all;
    }
  }

  /** Moves all to a new one. */
  Exits popAll() {
    requireOpen();
    var all = new Exits();
    all.exits = takeAll();
    return all;
  }

  private @Nullable Exit next() {
    synchronized (lock) {
      var exit = exits.poll();
      if (exit == null) closed = true;
      return exit;
    }
  }

  /**
   * Takes all exits, those added meanwhile included.
   *
   * @param succeeded whether the body has
   * @return the first failure, with the others suppressed; null if there is none
   */
  @Nullable Throwable end(boolean succeeded) {
    return end(!succeeded, null);
  }

  /** {@link #end(boolean)} of a body that failed; returns what is to be thrown. */
  Throwable unwind(Throwable thrown) {
    var first = end(true, thrown);
    return first == null ? thrown : first;
  }

  private @Nullable Throwable end(boolean failed, @Nullable Throwable thrown) {
    @Nullable Throwable first = thrown;
    for (var exit = next(); exit != null; exit = next()) {
      if (!exit.isFor(failed || first != null)) continue;
      try {
        Weft.shield(exit.limit, exit.action);
      } catch (Throwable t) {
        first = join(first, t);
      }
    }
    return first;
  }

  /** A cancellation is no failure: it would be swallowed further out, and the failure with it. */
  private static Throwable join(@Nullable Throwable first, Throwable next) {
    if (first == null || first == next) return next;
    boolean wins = first instanceof CancelledError && !(next instanceof CancelledError);
    var main = wins ? next : first;
    var other = wins ? first : next;
    if (main.getCause() != other) main.addSuppressed(other);
    return main;
  }

  /** Runs {@code body} and takes all exits. */
  @SuppressWarnings("TypeParameterUnusedInFormals") // what the body and the exits throw is an X
  <R extends @Nullable Object, X extends Throwable> R around(Body<R, ?> body) throws X {
    R result;
    try {
      result = body.call();
    } catch (Throwable t) {
      throw Exits.<X>sneak(unwind(t));
    }
    var failure = end(true);
    if (failure != null) throw Exits.<X>sneak(failure);
    return result;
  }

  /** Throws {@code error} unchecked; callers know by their types that it is an {@code X}. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <X extends Throwable> RuntimeException sneak(Throwable error) throws X {
    throw (X) error;
  }

  /** {@code action} as work with a result, which is null. */
  static <T, X extends Throwable> ResourceBody<T, @Nullable Object, X> body(
      ResourceAction<? super T, X> action) {
    Objects.requireNonNull(action, "f");
    return object -> {
      action.run(object);
      return null;
    };
  }

  /** How many there are. */
  int size() {
    synchronized (lock) {
      return exits.size();
    }
  }
}
