package weft.channel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import weft.CancelledError;
import weft.Suspension;
import weft.WaitQueue;
import weft.Weft;

/**
 * Hands each element to every subscriber: those who have subscribed before it is sent.
 *
 * <p>All see the elements in the same order. Each has a buffer of its own, and says what is to
 * happen when it is full: the sender waits, an element is dropped, or the subscription fails. A
 * sender that waits for one subscriber has not sent to the others yet: all get an element at once.
 * Senders are served in the order in which they began to wait. Without subscribers a send does
 * nothing, but for the replay: the last elements, which new subscribers get first.
 *
 * <p>What happens before a send is seen after the receives that get the element.
 *
 * <p>Source: Kotlin's {@code SharedFlow}; but here a buffer is the subscriber's own choice.
 *
 * @param <T> the type of the elements, which are never null
 */
public final class Broadcast<T> implements AutoCloseable {
  private final Object lock = new Object(); // taken before a subscription's, never after
  private final int replay;
  private final ArrayDeque<T> last = new ArrayDeque<>(); // all guarded by the lock
  private final Set<Subscription<T>> subscriptions = new LinkedHashSet<>();
  private final WaitQueue<Sending<T>> waiting = new WaitQueue<>();
  private boolean closed;
  private @Nullable Throwable failure;

  /** One who waits until all have room. */
  private static final class Sending<T> extends Suspension {
    final T element;
    boolean refused;

    Sending(Object on, T element) {
      super(on);
      this.element = element;
    }
  }

  private Broadcast(int replay) {
    this.replay = replay;
  }

  /** A broadcast whose subscribers get what is sent after they subscribed. */
  public static <T> Broadcast<T> create() {
    return new Broadcast<>(0);
  }

  /**
   * A broadcast whose subscribers first get the last {@code count} elements sent before.
   *
   * @throws IllegalArgumentException if that is less than 1
   */
  public static <T> Broadcast<T> replaying(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("the replay must be at least 1, but is " + count);
    }
    return new Broadcast<>(count);
  }

  /** Subscribes with a buffer; senders wait while it is full. */
  public Subscription<T> subscribe(int buffer) {
    return subscribe(buffer, Overflow.SUSPEND);
  }

  /**
   * Subscribes with a buffer of {@code buffer} elements. Of the replay it gets, first, as much as
   * the buffer holds. A broadcast that is closed gives a subscription with the replay alone.
   *
   * @throws IllegalArgumentException if that is less than 1
   */
  public Subscription<T> subscribe(int buffer, Overflow overflow) {
    if (buffer < 1) {
      throw new IllegalArgumentException("the buffer must be at least 1, but is " + buffer);
    }
    boolean holdsUp = overflow == Overflow.SUSPEND;
    var subscription =
        new Subscription<T>(buffer, overflow, holdsUp ? this::goOn : () -> {}, this::end);
    synchronized (lock) {
      int left = last.size();
      for (var element : last) {
        if (left-- <= buffer) give(subscription, element);
      }
      if (closed) subscription.core.close(failure);
      else subscriptions.add(subscription);
    }
    return subscription;
  }

  private void end(Subscription<T> subscription) {
    synchronized (lock) {
      if (subscriptions.remove(subscription)) goOn();
    }
  }

  /**
   * Sends an element to all, waiting until those who hold up their senders have room.
   *
   * @throws ClosedException if the broadcast is closed, or is while this waits; nobody got it then
   * @throws CancelledError if the caller is cancelled; nobody got the element then
   */
  public void send(T element) {
    Channel.required(element);
    Weft.checkpoint();
    Sending<T> wait;
    synchronized (lock) {
      if (offer(element)) return;
      wait = new Sending<>(this, element);
      waiting.add(wait);
    }
    try {
      wait.await();
    } catch (CancelledError e) {
      synchronized (lock) {
        waiting.remove(wait);
        goOn(); // the next may have room where this one hadn't noticed yet
      }
      throw e;
    }
    synchronized (lock) { // so that all have got it
      if (wait.refused) throw refused();
    }
  }

  /**
   * Sends an element to all if that need not wait; tells whether it did.
   *
   * @throws ClosedException if the broadcast is closed
   */
  public boolean trySend(T element) {
    Channel.required(element);
    synchronized (lock) {
      return offer(element);
    }
  }

  private boolean offer(T element) {
    if (closed) throw refused();
    if (!waiting.isEmpty() || !allHaveRoom()) return false;
    publish(element);
    return true;
  }

  private boolean allHaveRoom() {
    for (var subscription : subscriptions) {
      var core = subscription.core;
      if (core.overflow() == Overflow.SUSPEND && !core.hasRoom()) return false;
    }
    return true;
  }

  private void publish(T element) {
    if (replay > 0) {
      if (last.size() == replay) last.remove();
      last.add(element);
    }
    subscriptions.removeIf(subscription -> !give(subscription, element));
  }

  /** Gives an element to one; false if that one is to get no more. */
  private static <T> boolean give(Subscription<T> to, T element) {
    return switch (to.core.trySend(element)) {
      case DONE -> true;
      case CLOSED -> false;
      case NO_ROOM -> {
        var error = new IllegalStateException("the subscriber is too slow for its buffer");
        to.core.close(error);
        yield false;
      }
    };
  }

  /** Serves senders that wait, as long as all subscribers have room. */
  private void goOn() {
    synchronized (lock) {
      while (!waiting.isEmpty() && allHaveRoom()) {
        var next = waiting.poll();
        if (next != null && next.resume()) publish(next.element);
      }
    }
  }

  /** Ends all subscriptions, after what is in their buffers; to close again does nothing. */
  @Override
  public void close() {
    finish(null);
  }

  /**
   * Closes the broadcast because of {@code error}: subscribers get what is in their buffers, and
   * then a {@link ChannelFailedException}. Does nothing if the broadcast is closed.
   */
  public void fail(Throwable error) {
    finish(Channel.required(error));
  }

  private void finish(@Nullable Throwable error) {
    var ended = new ArrayList<Subscription<T>>();
    synchronized (lock) {
      if (closed) return;
      closed = true;
      failure = error;
      ended.addAll(subscriptions);
      subscriptions.clear();
      for (var wait = waiting.poll(); wait != null; wait = waiting.poll()) {
        wait.refused = true;
        boolean unused = wait.resume();
      }
    }
    for (var subscription : ended) subscription.core.close(error);
  }

  private ClosedException refused() {
    return failure == null
        ? new ClosedException("the broadcast is closed")
        : new ClosedException("the broadcast is closed, since it failed: " + failure, failure);
  }

  /** How many are subscribed. */
  public int subscribers() {
    synchronized (lock) {
      return subscriptions.size();
    }
  }

  /** How many tasks wait to send. */
  public int waitingSenders() {
    synchronized (lock) {
      return waiting.size();
    }
  }

  @Override
  public String toString() {
    synchronized (lock) {
      return (closed ? "closed broadcast" : "broadcast")
          + (" to " + subscriptions.size() + " subscribers")
          + (waiting.isEmpty() ? "" : ", " + waiting.size() + " waiting to send");
    }
  }
}
