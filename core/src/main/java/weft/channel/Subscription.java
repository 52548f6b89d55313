package weft.channel;

/**
 * What one subscriber of a {@link Broadcast} or a {@link State} receives.
 *
 * @param <T> the type of the elements
 */
public final class Subscription<T> extends Source<T> implements AutoCloseable {
  private final Runnable whenClosed;

  Subscription(int capacity, Overflow overflow, Runnable whenTaken, Ends<T> ends) {
    super(capacity, overflow);
    core.whenTaken(whenTaken);
    whenClosed = () -> ends.end(this);
  }

  /** Is told of a subscription's end. */
  @FunctionalInterface
  interface Ends<T> {
    void end(Subscription<T> subscription);
  }

  /** Ends the subscription: what is left can be received, and nothing more comes. */
  @Override
  public void close() {
    core.close(null);
    whenClosed.run();
  }

  @Override
  public String toString() {
    return "subscription, " + core;
  }
}
