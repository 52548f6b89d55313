package weft.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import weft.Action;
import weft.Body;
import weft.Mapper;
import weft.Task;

/**
 * Does exactly one of several things, the first that becomes possible: receive from one of several
 * channels, send to one, go on with a task's result, or none of these for a time. To be imported
 * statically.
 *
 * <pre>{@code
 * String news = select(
 *     orders.onReceive(order -> "order " + order),
 *     out.onSend(item, () -> "sent " + item),
 *     onTask(backup, size -> "saved " + size + " bytes"),
 *     onTimeout(Duration.ofSeconds(1), () -> "nothing for a second"));
 * }</pre>
 *
 * <p>A select looks at all of its clauses at one moment. If several are possible, {@link #select}
 * takes one at random, each equally likely, and {@link #selectInOrder} the first in the order
 * given. If none is, it waits in all of the channels' queues, in its turn like any other; an
 * element is received once, and a send that was not chosen has handed over nothing. A channel may
 * occur several times, to send and to receive: a select doesn't serve itself.
 *
 * <p>The handler of the clause that was chosen runs on the caller's thread after that, and what it
 * throws comes out with its type. A clause is also chosen when its channel ends: then select throws
 * what the operation throws, a {@link ClosedException} or {@link ChannelFailedException}; see
 * {@link Source#onReceiveOrClosed}.
 *
 * <p>Cancellation: a select either does one of its clauses, or throws {@link weft.CancelledError}
 * and has done none.
 *
 * <p>Sources: Go's {@code select} and its order of locks; Kotlin's clauses.
 */
public final class Select {
  private Select() {}

  /**
   * Waits until one of {@code clauses} can be done, does it, and returns what its handler returns;
   * of several that can be, one at random.
   *
   * @throws IllegalArgumentException if there are none
   * @throws X what the handler throws
   * @throws weft.CancelledError if the caller is cancelled; nothing was sent or received then
   */
  @SafeVarargs
  public static <R extends @Nullable Object, X extends Throwable> R select(
      Clause<? extends R, ? extends X>... clauses) throws X {
    return run(false, clauses);
  }

  /** Like {@link #select}, but of several that can be done takes the first. */
  @SafeVarargs
  public static <R extends @Nullable Object, X extends Throwable> R selectInOrder(
      Clause<? extends R, ? extends X>... clauses) throws X {
    return run(true, clauses);
  }

  private static <R extends @Nullable Object, X extends Throwable> R run(
      boolean inOrder, Clause<? extends R, ? extends X>[] clauses) throws X {
    if (clauses.length == 0) throw new IllegalArgumentException("a select needs a clause");
    var selecting = new Selecting(clauses);
    var outcome = selecting.run(inOrder);
    return clauses[selecting.chosen()].complete(outcome);
  }

  /**
   * When {@code task} has ended, goes on with its value.
   *
   * <p>If the task failed or was cancelled, the select throws what {@link Task#await} throws.
   */
  public static <T extends @Nullable Object, R extends @Nullable Object, X extends Throwable>
      Clause<R, X> onTask(Task<T> task, Mapper<? super T, ? extends R, ? extends X> handler) {
    return new TaskClause<>(task, handler);
  }

  /** When {@code task} has ended, returns its value; see {@link #onTask(Task, Mapper)}. */
  public static <T extends @Nullable Object> Clause<T, RuntimeException> onTask(Task<T> task) {
    return new TaskClause<>(task, value -> value);
  }

  /**
   * When {@code limit} has passed, and at once if it isn't positive and nothing else can be done.
   */
  public static <R extends @Nullable Object, X extends Throwable> Clause<R, X> onTimeout(
      Duration limit, Body<R, X> handler) {
    return new TimeoutClause<>(limit, handler);
  }

  /** A timeout with a handler that returns nothing; see {@link #onTimeout(Duration, Body)}. */
  public static <X extends Throwable> Clause<@Nullable Void, X> onTimeout(
      Duration limit, Action<X> handler) {
    return new TimeoutClause<>(limit, Handlers.body(handler));
  }

  /** When nothing else can be done at once: the select doesn't wait then. */
  public static <R extends @Nullable Object, X extends Throwable> Clause<R, X> otherwise(
      Body<R, X> handler) {
    return onTimeout(Duration.ZERO, handler);
  }

  /** A default whose handler returns nothing; see {@link #otherwise(Body)}. */
  public static <X extends Throwable> Clause<@Nullable Void, X> otherwise(Action<X> handler) {
    return onTimeout(Duration.ZERO, handler);
  }
}
