package weft.resource;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import weft.Body;
import weft.CancelledError;
import weft.Mapper;
import weft.Weft;

/**
 * How to acquire something and how to release it: Python's async context manager, as a value.
 *
 * <p>It holds nothing itself: each {@link #use} acquires and releases anew, so it may be shared.
 *
 * <pre>{@code
 * var connection = Resource.of(dataSource::getConnection, Connection::close);
 * int rows = connection.use(c -> count(c)); // throws SQLException
 * }</pre>
 *
 * <p><b>Release.</b> Whatever was acquired is released, once, in the reverse order, on the thread
 * that acquired it: after success, failure and cancellation, and when a further part can't be
 * acquired. A release is shielded from cancellation, for 10 seconds, or what {@link #releaseWithin}
 * says; one that takes longer is cut short with a {@link weft.TimeoutException}, and the next one
 * follows.
 *
 * <p><b>Failures.</b> The first one comes out, with the later ones suppressed. A cancellation is
 * none: a release that fails after it comes out instead, with the cancellation suppressed, since it
 * would be lost where the cancellation is swallowed.
 *
 * <p>Source: the names are those of cats-effect's {@code Resource}.
 *
 * @param <T> what is acquired, never null
 * @param <X> what its acquisition and its release may throw
 */
public final class Resource<T, X extends Exception> {
  @FunctionalInterface
  private interface Opening<T, X extends Exception> {
    T open(Exits exits, Duration limit) throws X;
  }

  private final Opening<T, X> opening;
  private final @Nullable Duration limit;

  private Resource(Opening<T, X> opening, @Nullable Duration limit) {
    this.opening = opening;
    this.limit = limit;
  }

  /**
   * What {@code acquire} returns, until {@code release} is called with it. Of an acquisition that
   * throws, nothing is released: one of several steps is for {@link #build}.
   */
  public static <T, X extends Exception> Resource<T, X> of(
      Body<? extends T, ? extends X> acquire, ResourceAction<? super T, ? extends X> release) {
    Objects.requireNonNull(acquire, "acquire");
    Objects.requireNonNull(release, "release");
    return new Resource<>(
        (exits, limit) -> {
          Weft.checkpoint();
          return exits.push(present(acquire.call()), release, limit);
        },
        null);
  }

  /** What {@code open} returns, until it is closed. */
  public static <T extends Closeable> Resource<T, IOException> ofCloseable(
      Body<? extends T, ? extends IOException> open) {
    return of(open, Closeable::close);
  }

  /**
   * What {@code body} makes of things that it enters into a stack, or releases by it. If it throws,
   * what it had acquired so far is released at once; else all of it when the resource is.
   *
   * <pre>{@code
   * var transaction = Resource.<Connection, SQLException>build(stack -> {
   *   var c = stack.enter(connection);
   *   c.setAutoCommit(false);
   *   stack.onSuccess(c::commit);
   *   stack.onFailure(c::rollback);
   *   return c;
   * });
   * }</pre>
   */
  public static <T, X extends Exception> Resource<T, X> build(
      ResourceBody<? super ExitStack<X>, ? extends T, ? extends X> body) {
    Objects.requireNonNull(body, "body");
    return new Resource<>(
        (exits, limit) -> {
          Weft.checkpoint();
          return present(body.call(new ExitStack<X>(exits, limit)));
        },
        null);
  }

  private static <T> T present(@Nullable T object) {
    if (object != null) return object;
    throw new IllegalStateException("there is no null among resources, but one was acquired");
  }

  /** What {@code f} makes of this. If it throws, this is released. */
  public <R> Resource<R, X> map(Mapper<? super T, ? extends R, ? extends X> f) {
    Objects.requireNonNull(f, "f");
    return new Resource<>((exits, outer) -> present(f.apply(open(exits, outer))), null);
  }

  /** The resource that {@code f} makes of this; it is released before this. */
  public <R> Resource<R, X> flatMap(
      Mapper<? super T, ? extends Resource<? extends R, ? extends X>, ? extends X> f) {
    Objects.requireNonNull(f, "f");
    return new Resource<>(
        (exits, outer) -> {
          Resource<? extends R, ? extends X> next = f.apply(open(exits, outer));
          return next.open(exits, outer);
        },
        null);
  }

  /** This and {@code other}, made one by {@code combine}; the other is released before this. */
  public <U, R> Resource<R, X> and(
      Resource<U, ? extends X> other, BiFunction<? super T, ? super U, ? extends R> combine) {
    Objects.requireNonNull(other, "other");
    Objects.requireNonNull(combine, "combine");
    return flatMap(one -> other.map(two -> combine.apply(one, two)));
  }

  /**
   * The same, where each release may take {@code limit}; parts that have a limit of their own keep
   * it.
   */
  public Resource<T, X> releaseWithin(Duration limit) {
    return new Resource<>(opening, Objects.requireNonNull(limit, "limit"));
  }

  /** Acquires; what is to be released is added to {@code exits}, also if this throws. */
  T open(Exits exits, Duration outer) throws X {
    return opening.open(exits, limit == null ? outer : limit);
  }

  /**
   * Acquires, calls {@code f} on the caller's thread, and releases.
   *
   * @return what {@code f} returns
   * @throws X what the acquisition throws, or the release
   * @throws Y what {@code f} throws
   * @throws CancelledError if the caller is cancelled; what was acquired has then been released
   */
  public <R extends @Nullable Object, Y extends Throwable> R use(ResourceBody<? super T, R, Y> f)
      throws X, Y {
    Objects.requireNonNull(f, "f");
    Weft.checkpoint();
    var exits = new Exits();
    return exits.<R, RuntimeException>around(
        (Body<R, Throwable>) () -> f.call(open(exits, Exits.USUAL_LIMIT)));
  }

  /**
   * Acquires, runs {@code f}, and releases; see {@link #use(ResourceBody)}. A lambda needs braces.
   */
  public <Y extends Throwable> void use(ResourceAction<? super T, Y> f) throws X, Y {
    var unused = this.<@Nullable Object, Y>use(Exits.<T, Y>body(f));
  }

  @Override
  public String toString() {
    return "resource";
  }
}
