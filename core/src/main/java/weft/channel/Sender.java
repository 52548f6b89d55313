package weft.channel;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import weft.Action;
import weft.Body;

/**
 * One of several ends for sending to a {@link Channel}: when the last is closed, the channel is.
 *
 * <pre>{@code
 * try (var sender = channel.sender()) {
 *   for (var source : sources) {
 *     var own = sender.another();
 *     s.start(() -> {
 *       try (own) {
 *         for (var item : source) own.send(item);
 *       }
 *     });
 *   }
 * }
 * for (var item : channel) { … } // ends when all have sent what they have
 * }</pre>
 *
 * <p>Make the end for a task before the task is started, as above: what the task makes itself may
 * come too late.
 *
 * <p>Source: the cloned ends of trio's memory channels. Left out: cloned ends for receiving.
 *
 * @param <T> the type of the elements
 */
public final class Sender<T> implements AutoCloseable {
  private final Channel<T> channel;
  private final AtomicBoolean closed = new AtomicBoolean();

  Sender(Channel<T> channel) {
    this.channel = channel;
  }

  /**
   * One more end of the same channel, open until it is closed itself.
   *
   * @throws ClosedException if this one is closed
   */
  public Sender<T> another() {
    open().openSender();
    return new Sender<>(channel);
  }

  /**
   * Sends like {@link Channel#send}.
   *
   * @throws ClosedException if this end or the channel is closed
   * @throws weft.CancelledError if the caller is cancelled; the element is then not in the channel
   */
  public void send(T element) {
    open().send(element);
  }

  /**
   * Sends like {@link Channel#sendOrClosed}.
   *
   * @throws ClosedException if this end is closed
   * @throws weft.CancelledError if the caller is cancelled; the element is then not in the channel
   */
  public boolean sendOrClosed(T element) {
    return open().sendOrClosed(element);
  }

  /**
   * Sends like {@link Channel#trySend}.
   *
   * @throws ClosedException if this end or the channel is closed
   */
  public boolean trySend(T element) {
    return open().trySend(element);
  }

  /** For a {@link Select}: see {@link Channel#onSend(Object)}. */
  public Clause<@Nullable Void, RuntimeException> onSend(T element) {
    return open().onSend(element);
  }

  /** For a {@link Select}: see {@link Channel#onSend(Object, Body)}. */
  public <R extends @Nullable Object, X extends Throwable> Clause<R, X> onSend(
      T element, Body<R, X> handler) {
    return open().onSend(element, handler);
  }

  /** For a {@link Select}: see {@link Channel#onSend(Object, Action)}. */
  public <X extends Throwable> Clause<@Nullable Void, X> onSend(T element, Action<X> handler) {
    return open().onSend(element, handler);
  }

  private Channel<T> open() {
    if (closed.get()) throw new ClosedException("this end of the channel is closed");
    return channel;
  }

  /** Closes this end, and with the last one the channel; to close again does nothing. */
  @Override
  public void close() {
    if (!closed.getAndSet(true)) channel.closeSender();
  }

  @Override
  public String toString() {
    return (closed.get() ? "closed sender of " : "sender of ") + channel;
  }
}
