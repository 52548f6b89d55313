package weft.flow;

import static weft.flow.Stage.source;

import java.util.Objects;
import java.util.concurrent.Flow.Publisher;
import weft.Scope;
import weft.channel.Channel;

/** Operators that give one run of a flow to several, or to others. */
sealed interface Sharing<T> extends Stage<T> permits Flow {
  /**
   * A hot flow: those who run what this returns share a single run of this flow, in a background
   * task of {@code scope}, which begins when {@code subscribers} of them are there. See {@link
   * #share(Scope)}.
   *
   * @throws IllegalArgumentException if {@code subscribers} is less than 1
   */
  default Flow<T> share(Scope scope, int subscribers) {
    return new Flow<>(
        new Shared<>(
            source(this), Objects.requireNonNull(scope, "scope"), Parallels.positive(subscribers)));
  }

  /**
   * A hot flow: those who run what this returns share a single run of this flow, in a background
   * task of {@code scope}, which begins with the first of them.
   *
   * <p>Each gets the elements that come after it has begun, and all get the same end or failure, at
   * once for those who begin after it. The slowest slows all, once 16 elements wait for it. One who
   * leaves early is left out from then on; when all have left, the run goes on and its elements are
   * dropped, until {@code scope} ends it.
   *
   * <p>A run of the result throws {@link weft.TaskCancelledException} if the scope is cancelled,
   * and {@link IllegalStateException} if the scope has ended before the shared run began.
   */
  default Flow<T> share(Scope scope) {
    return share(scope, 1);
  }

  /**
   * Runs the flow and sends its elements to {@code channel}, which is closed at the end, or failed
   * with what the flow failed with, which comes out of this, too. Somebody else who closes the
   * channel ends the flow early.
   *
   * <p>The other way, {@code Flow.from(channel)} receives until the channel is closed.
   *
   * @throws weft.CancelledError if the caller is cancelled; the channel is then failed
   */
  default void toChannel(Channel<? super T> channel) {
    Sinks.toChannel(source(this), Objects.requireNonNull(channel, "channel"));
  }

  /**
   * This flow for Reactive Streams: each subscription runs it, in a task of {@code scope} of its
   * own, as far as its subscriber asks for elements.
   *
   * <p>The subscriber is called by that task. A failure goes to its {@code onError} as it is, and
   * is no failure of the scope; what the subscriber itself throws is one. When the subscription is
   * cancelled, the task is; when the scope is, the subscriber gets a {@link
   * weft.TaskCancelledException}. The scope does not end before all its subscriptions have.
   */
  default Publisher<T> toPublisher(Scope scope) {
    return new ToPublisher<>(source(this), Objects.requireNonNull(scope, "scope"));
  }
}
