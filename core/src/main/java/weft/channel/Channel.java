package weft.channel;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import weft.Action;
import weft.Body;

/**
 * Hands elements from tasks to tasks.
 *
 * <p>First in, first out; those who wait on either side are served in the order in which they began
 * to wait. Each element is received once. A {@code for} loop over the channel receives until the
 * channel is closed and nothing is left in it. What happens before a send is seen after the receive
 * that gets the element, and, in a channel with a bound, what happens before a receive after the
 * send for which it made room.
 *
 * <pre>{@code
 * var channel = Channel.<String>buffered(10);
 * scope(s -> {
 *   s.start(() -> {
 *     try (channel) {
 *       for (int i = 0; i < 100; i++) channel.send("item " + i);
 *     }
 *   });
 *   for (String item : channel) IO.println(item);
 * });
 * }</pre>
 *
 * <p>Closing lets nothing more in: who sends, or waits to, gets a {@link ClosedException}; who
 * receives gets what is left, and then one too. {@link #fail} does the same with an error: who
 * receives gets what is left, and then a {@link ChannelFailedException} with that error as its
 * cause.
 *
 * <p>Cancellation: every operation that waits either does what it says, or throws {@link
 * weft.CancelledError} and leaves the channel unchanged; in a cancelled scope it throws at once.
 *
 * <p>Sources: the kinds and {@code select} are Kotlin's and Go's, the cloned ends trio's. Left out:
 * a hook for elements that are dropped or left in a channel that nobody reads any more.
 *
 * @param <T> the type of the elements, which are never null
 */
public final class Channel<T> extends Source<T> implements AutoCloseable {
  private final AtomicInteger senders = new AtomicInteger(); // open ones; -1 when all are closed

  private Channel(int capacity, Overflow overflow) {
    super(capacity, overflow);
  }

  /**
   * A channel that holds {@code capacity} elements; who sends more waits.
   *
   * @throws IllegalArgumentException if that is less than 1: see {@link #rendezvous}
   */
  public static <T> Channel<T> buffered(int capacity) {
    return bounded(capacity, Overflow.SUSPEND);
  }

  /** A channel that holds nothing: who sends waits for the one who receives. */
  public static <T> Channel<T> rendezvous() {
    return new Channel<>(0, Overflow.SUSPEND);
  }

  /** A channel without a bound: a send never waits. */
  public static <T> Channel<T> unlimited() {
    return new Channel<>(Integer.MAX_VALUE, Overflow.SUSPEND);
  }

  /** A channel that holds the last element only: a send never waits. */
  public static <T> Channel<T> conflated() {
    return dropOldest(1);
  }

  /**
   * A channel that holds the last {@code capacity} elements: a send never waits, and drops the
   * oldest if there is no room.
   *
   * @throws IllegalArgumentException if that is less than 1
   */
  public static <T> Channel<T> dropOldest(int capacity) {
    return bounded(capacity, Overflow.DROP_OLDEST);
  }

  /**
   * A channel that holds {@code capacity} elements and drops, without a word, those sent for which
   * there is no room: a send never waits.
   *
   * @throws IllegalArgumentException if that is less than 1
   */
  public static <T> Channel<T> dropNewest(int capacity) {
    return bounded(capacity, Overflow.DROP_NEWEST);
  }

  private static <T> Channel<T> bounded(int capacity, Overflow overflow) {
    if (capacity < 1) {
      throw new IllegalArgumentException(
          "the capacity of a channel must be at least 1, but is " + capacity);
    }
    return new Channel<>(capacity, overflow);
  }

  /**
   * Sends an element, waiting for room, or in a rendezvous for a receiver.
   *
   * @throws ClosedException if the channel is closed, or is while this waits; the element is then
   *     not in it
   * @throws weft.CancelledError if the caller is cancelled; the element is then not in it
   */
  public void send(T element) {
    if (!core.send(required(element))) throw core.refused();
  }

  /**
   * Like {@link #send}, but for a closed channel returns false.
   *
   * @throws weft.CancelledError if the caller is cancelled; the element is then not in it
   */
  public boolean sendOrClosed(T element) {
    return core.send(required(element));
  }

  /**
   * Sends an element if that need not wait; tells whether it did.
   *
   * @throws ClosedException if the channel is closed
   */
  public boolean trySend(T element) {
    return switch (core.trySend(required(element))) {
      case DONE -> true;
      case NO_ROOM -> false;
      case CLOSED -> throw core.refused();
    };
  }

  /** For a {@link Select}: sends {@code element}. */
  public Clause<@Nullable Void, RuntimeException> onSend(T element) {
    return onSend(element, (Action<RuntimeException>) () -> {});
  }

  /**
   * For a {@link Select}: sends {@code element}, and then does what {@code handler} does.
   *
   * <p>If the channel is closed, the select throws a {@link ClosedException}.
   */
  public <R extends @Nullable Object, X extends Throwable> Clause<R, X> onSend(
      T element, Body<R, X> handler) {
    return new SendClause<>(core, required(element), handler);
  }

  /** For a {@link Select}: see {@link #onSend(Object, Body)}. */
  public <X extends Throwable> Clause<@Nullable Void, X> onSend(T element, Action<X> handler) {
    return onSend(element, Handlers.body(handler));
  }

  /**
   * An end for sending, to be closed by whoever was given it: when the last one is closed, the
   * channel is. For several producers; each gets its own, of this or of {@link Sender#another}.
   *
   * @throws ClosedException if the channel is closed
   */
  public Sender<T> sender() {
    if (isClosed()) throw core.refused();
    openSender();
    return new Sender<>(this);
  }

  void openSender() {
    if (senders.getAndUpdate(n -> n < 0 ? n : n + 1) < 0) throw core.refused();
  }

  void closeSender() {
    if (senders.updateAndGet(n -> n == 1 ? -1 : n - 1) < 0) close();
  }

  /**
   * Lets nothing more in; what is left can still be received. To close again, or to close what has
   * failed, does nothing.
   */
  @Override
  public void close() {
    core.close(null);
  }

  /**
   * Closes the channel because of {@code error}: those who receive get what is left in it, and then
   * a {@link ChannelFailedException} with this cause. Does nothing if the channel is closed.
   */
  public void fail(Throwable error) {
    core.close(required(error));
  }

  /** Tells whether the channel lets nothing more in. */
  public boolean isClosed() {
    return core.isClosed();
  }

  /** How many elements it holds at most: 0 for a rendezvous, the greatest int if unlimited. */
  public int capacity() {
    return core.capacity;
  }

  /** How many tasks wait to send. */
  public int waitingSenders() {
    return core.waitingSenders();
  }

  static <V> V required(@Nullable V value) {
    if (value == null) throw new IllegalArgumentException("a channel takes no null");
    return value;
  }

  @Override
  public String toString() {
    return core.toString();
  }
}
