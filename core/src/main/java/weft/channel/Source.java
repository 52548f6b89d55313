package weft.channel;

import java.util.Optional;

/**
 * What elements can be received from: a {@link Channel}.
 *
 * <p>A {@code for} loop receives until there will be no more elements; it throws what {@link
 * #receive} throws, except for a {@link ClosedException}, which ends it.
 *
 * @param <T> the type of the elements
 */
public sealed interface Source<T> extends Iterable<T> permits Channel {
  /**
   * Receives the next element, waiting for it.
   *
   * @throws ClosedException if there is none left and it is closed, or is while this waits
   * @throws ChannelFailedException likewise, if it was failed
   * @throws weft.CancelledError if the caller is cancelled; no element is then lost
   */
  T receive();

  /**
   * Receives the next element, waiting for it; empty at the end, where {@link #receive} throws a
   * {@link ClosedException}.
   *
   * @throws ChannelFailedException if it was failed, and none is left
   * @throws weft.CancelledError if the caller is cancelled; no element is then lost
   */
  Optional<T> receiveOrClosed();

  /**
   * Receives the next element if there is one now; empty if not, be it closed or open.
   *
   * @throws ChannelFailedException if it was failed, and none is left
   */
  Optional<T> tryReceive();

  /** How many elements could be received now, those of waiting senders aside. */
  int size();

  /** How many tasks wait to receive. */
  int waitingReceivers();
}
