package weft.flow;

import java.util.Objects;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The elements of a publisher of Reactive Streams. */
final class FromPublisher<T> implements Source<T> {
  private final Publisher<? extends T> publisher;
  private final int ahead;

  FromPublisher(Publisher<? extends T> publisher, int ahead) {
    this.publisher = publisher;
    this.ahead = ahead;
  }

  @Override
  public void run(Emitter<? super T> out) throws Throwable {
    var receiver = new Receiver<T>(ahead);
    try {
      publisher.subscribe(receiver);
      receiver.drainTo(out);
    } finally {
      receiver.cancel();
    }
  }

  /**
   * Asks for as many elements as it has room for, and for more when half of them are dealt with.
   */
  static final class Receiver<T> implements Subscriber<T> {
    private static final Subscription NONE =
        new Subscription() {
          @Override
          public void request(long n) {}

          @Override
          public void cancel() {}
        };

    private final int ahead;
    private final Inbox<T> inbox;
    private final AtomicReference<@Nullable Subscription> subscription = new AtomicReference<>();

    Receiver(int ahead) {
      this.ahead = ahead;
      inbox = new Inbox<>(ahead, 1);
    }

    @Override
    public void onSubscribe(Subscription given) {
      Objects.requireNonNull(given, "subscription");
      if (subscription.compareAndSet(null, given)) given.request(ahead);
      else given.cancel();
    }

    @Override
    public void onNext(T element) {
      Objects.requireNonNull(element, "element");
      if (inbox.offer(element)) return;
      inbox.end(
          new IllegalStateException(
              "the publisher gave more than the " + ahead + " elements that were asked for"));
      cancelSubscription();
    }

    @Override
    public void onError(Throwable failure) {
      inbox.end(Objects.requireNonNull(failure, "failure"));
    }

    @Override
    public void onComplete() {
      inbox.end(null);
    }

    void drainTo(Emitter<? super T> out) throws Throwable {
      int most = Math.max(1, ahead / 2);
      int taken = 0;
      for (T next = inbox.take(); next != null; next = inbox.take()) {
        if (++taken == most) {
          taken = 0;
          var asked = subscription.get();
          if (asked != null) asked.request(most);
        }
        out.emit(next);
      }
    }

    /** Wants no more. */
    void cancel() {
      cancelSubscription();
      inbox.abandon();
    }

    private void cancelSubscription() {
      var asked = subscription.getAndSet(NONE);
      if (asked != null) asked.cancel();
    }
  }
}
