package weft.channel;

import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.Mapper;

/**
 * What elements can be received from: a {@link Channel}, or a {@link Subscription}.
 *
 * <p>A {@code for} loop receives until there will be no more elements; it throws what {@link
 * #receive} throws, except for a {@link ClosedException}, which ends it.
 *
 * <p>Cancellation: what waits either gives an element, or throws {@link weft.CancelledError} and
 * leaves the source unchanged.
 *
 * @param <T> the type of the elements
 */
public abstract sealed class Source<T> implements Iterable<T> permits Channel, Subscription {
  final Core<T> core;

  Source(int capacity, Overflow overflow) {
    core = new Core<>(this, capacity, overflow);
  }

  /**
   * Receives the next element, waiting for it.
   *
   * @throws ClosedException if there is none left and it is closed, or is while this waits
   * @throws ChannelFailedException likewise, if it was failed
   * @throws weft.CancelledError if the caller is cancelled; no element is then lost
   */
  public final T receive() {
    return Receiving.orThrow(core, core.receive());
  }

  /**
   * Receives the next element, waiting for it; empty at the end, where {@link #receive} throws a
   * {@link ClosedException}.
   *
   * @throws ChannelFailedException if it was failed, and none is left
   * @throws weft.CancelledError if the caller is cancelled; no element is then lost
   */
  public final Optional<T> receiveOrClosed() {
    return Receiving.orClosed(core, core.receive());
  }

  /**
   * Receives the next element if there is one now; empty if not, be it closed or open.
   *
   * @throws ChannelFailedException if it was failed, and none is left
   */
  public final Optional<T> tryReceive() {
    return Receiving.orNothing(core, core.tryReceive());
  }

  /** Receives until the end; an element is taken by {@code hasNext}. */
  @Override
  public final Iterator<T> iterator() {
    return new Receiving<>(core);
  }

  /**
   * For a {@link Select}: receives an element and returns it.
   *
   * <p>At the end, the select throws what {@link #receive} throws.
   */
  public final Clause<T, RuntimeException> onReceive() {
    return onReceive(element -> element);
  }

  /** For a {@link Select}: receives an element and hands it to {@code handler}. */
  public final <R extends @Nullable Object, X extends Throwable> Clause<R, X> onReceive(
      Mapper<? super T, ? extends R, ? extends X> handler) {
    return new ReceiveClause<T, R, X>(
        core, (from, got) -> handler.apply(Receiving.orThrow(from, got)));
  }

  /**
   * For a {@link Select}: receives an element and hands it to {@code handler}, which returns
   * nothing.
   */
  public final <X extends Throwable> Clause<@Nullable Void, X> onReceiveDo(
      ElementAction<? super T, ? extends X> handler) {
    return new ReceiveClause<T, @Nullable Void, X>(
        core,
        (from, got) -> {
          handler.accept(Receiving.orThrow(from, got));
          return null;
        });
  }

  /** For a {@link Select}: like {@link #onReceive}, but hands on an empty one at the end. */
  public final <R extends @Nullable Object, X extends Throwable> Clause<R, X> onReceiveOrClosed(
      Mapper<? super Optional<T>, ? extends R, ? extends X> handler) {
    return new ReceiveClause<T, R, X>(
        core, (from, got) -> handler.apply(Receiving.orClosed(from, got)));
  }

  /** How many elements could be received now, those of waiting senders aside. */
  public final int size() {
    return core.size();
  }

  /** How many tasks wait to receive. */
  public final int waitingReceivers() {
    return core.waitingReceivers();
  }
}
