package weft.resource;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import weft.Action;
import weft.Body;
import weft.CancelledError;
import weft.Weft;

/**
 * Resources and clean-ups that are collected while a program runs, and all released at its end, the
 * last first: contextlib's {@code AsyncExitStack}.
 *
 * <pre>{@code
 * try (var stack = new ExitStack<IOException>()) {
 *   var log = stack.enter(Files.newBufferedWriter(path), Writer::close);
 *   for (var address : addresses) peers.add(stack.enter(connectionTo(address)));
 *   stack.defer(() -> log.write("bye"));
 *   ...
 * }
 * }</pre>
 *
 * <p>Each release is shielded from cancellation, for a limited time; failures and their order are
 * those of {@link Resource}. In a {@code try} statement the language itself suppresses what {@link
 * #close} throws on what the body threw, be that a cancellation; {@link #use} doesn't.
 *
 * <p>Thread-safe: tasks may add to a stack that one of them closes. It can't swallow a failure, as
 * Python's can: what a body throws comes out.
 *
 * @param <X> what may come out of its releases
 */
public final class ExitStack<X extends Exception> implements AutoCloseable {
  private final Exits exits;
  private final Duration limit;
  private volatile boolean succeeded;

  /** An empty stack, each of whose releases may take 10 seconds. */
  public ExitStack() {
    this(Exits.USUAL_LIMIT);
  }

  /** An empty stack, each of whose releases may take {@code releaseWithin}. */
  public ExitStack(Duration releaseWithin) {
    this(new Exits(), Objects.requireNonNull(releaseWithin, "releaseWithin"));
  }

  ExitStack(Exits exits, Duration limit) {
    this.exits = exits;
    this.limit = limit;
  }

  /**
   * Acquires {@code resource}, and releases it when this stack is closed.
   *
   * @throws X what its acquisition throws; what it had acquired so far has then been released
   * @throws CancelledError if the caller is cancelled; nothing has then been added
   * @throws IllegalStateException if this stack is closed
   */
  public <T> T enter(Resource<T, ? extends X> resource) throws X {
    Weft.checkpoint();
    return exits.open(resource, limit);
  }

  /**
   * Takes over {@code object}, which has been acquired, to be released by {@code release}.
   *
   * @return the object
   * @throws IllegalStateException if this stack is closed; the object has then been released
   */
  public <T> T enter(T object, ResourceAction<? super T, ? extends X> release) {
    Objects.requireNonNull(object, "object");
    return exits.push(object, Objects.requireNonNull(release, "release"), limit);
  }

  /**
   * Runs {@code action} when this stack is closed.
   *
   * @throws IllegalStateException if it is closed
   */
  public void defer(Action<? extends X> action) {
    push(Exits.When.ALWAYS, action);
  }

  /**
   * Runs {@code action} when this stack is closed after a success: as far as {@link #use} knows, or
   * after {@link #succeeded()} was called. A release that failed before it is no success.
   *
   * @throws IllegalStateException if it is closed
   */
  public void onSuccess(Action<? extends X> action) {
    push(Exits.When.SUCCESS, action);
  }

  /**
   * Runs {@code action} when this stack is closed, unless that is after a success; see {@link
   * #onSuccess}.
   *
   * @throws IllegalStateException if it is closed
   */
  public void onFailure(Action<? extends X> action) {
    push(Exits.When.FAILURE, action);
  }

  private void push(Exits.When when, Action<? extends X> action) {
    if (!exits.push(when, limit, Objects.requireNonNull(action, "action"))) exits.requireOpen();
  }

  /**
   * Moves all that this stack has to a new one, and leaves this empty and open: for who acquires
   * step by step, and keeps all if every step succeeds.
   *
   * @throws IllegalStateException if this stack is closed
   */
  public ExitStack<X> popAll() {
    return new ExitStack<>(exits.popAll(), limit);
  }

  /**
   * Says that the body of the {@code try} statement has succeeded: to be its last statement, where
   * there is an {@link #onSuccess} or {@link #onFailure}. Without it, {@link #close} can't tell.
   */
  public void succeeded() {
    succeeded = true;
  }

  /**
   * Calls {@code f} with this stack, and closes it.
   *
   * @return what {@code f} returns
   * @throws X what a release throws
   * @throws Y what {@code f} throws
   * @throws CancelledError if the caller is cancelled; all has then been released
   */
  public <R extends @Nullable Object, Y extends Throwable> R use(
      ResourceBody<? super ExitStack<X>, R, Y> f) throws X, Y {
    Objects.requireNonNull(f, "f");
    return exits.<R, RuntimeException>around((Body<R, Throwable>) () -> f.call(this));
  }

  /** Runs {@code f} with this stack, and closes it; see {@link #use(ResourceBody)}. */
  public <Y extends Throwable> void use(ResourceAction<? super ExitStack<X>, Y> f) throws X, Y {
    var unused = this.<@Nullable Object, Y>use(Exits.<ExitStack<X>, Y>body(f));
  }

  /**
   * Releases all, the last first, what is added meanwhile included. To close again does nothing.
   *
   * @throws X the first failure of a release, with the later ones suppressed
   */
  @Override
  public void close() throws X {
    var failure = exits.end(succeeded);
    if (failure != null) throw Exits.<X>sneak(failure);
  }

  @Override
  public String toString() {
    return "exit stack of " + exits.size();
  }
}
