package weft.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Promise;
import weft.Scope;
import weft.TaskCancelledException;
import weft.Weft;

/** One run for several, and runs for others. */
@Timeout(60)
class SharingTest {
  @Test
  void allGetAllOfOneRun() {
    var runs = new AtomicInteger();
    Weft.scope(s -> {
      var shared = Flow.range(0, 500).onStart(runs::incrementAndGet).share(s, 3);
      var lists = Weft.gather(Flow.range(0, 3).toList(), i -> shared.toList());
      assertThat(lists).allMatch(list -> list.equals(Flow.range(0, 500).toList()));
      assertThat(shared.toList()).isEmpty(); // it is over
    });
    assertThat(runs).hasValue(1);
  }

  @Test
  void oneWhoLeavesHoldsUpNobody() {
    Weft.scope(s -> {
      var shared = Flow.range(0, 500).share(s, 2);
      var few = s.start(() -> shared.take(2).toList());
      assertThat(shared.toList()).isEqualTo(Flow.range(0, 500).toList());
      assertThat(few.await()).containsExactly(0, 1);
    });
  }

  @Test
  void theSlowestSlowsAll() {
    var emitted = new AtomicInteger();
    Weft.scope(s -> {
      var shared = Flow.range(0, 500).onEach(i -> emitted.incrementAndGet()).share(s, 2);
      var fast = s.start(shared::count);
      shared.forEach(i -> {
        Weft.sleep(java.time.Duration.ZERO);
        assertThat(emitted.get()).isLessThanOrEqualTo(i + 20);
      });
      assertThat(fast.await()).isEqualTo(500);
    });
  }

  @Test
  void aFailureIsForAll() {
    var failure = new IllegalArgumentException("shared");
    Weft.scope(s -> {
      var shared = Flow.failed(failure).share(s);
      for (int i = 0; i < 3; i++) {
        assertThatExceptionOfType(IllegalArgumentException.class)
            .isThrownBy(shared::drain)
            .isSameAs(failure);
      }
    });
  }

  @Test
  void theScopeEndsIt() {
    var begun = new Promise<Boolean>();
    var ended = new AtomicInteger();
    var outer = new AtomicReference<Scope>();
    Weft.scope(s -> {
      var reader =
          s.start(() -> {
            begun.await();
            assertThatExceptionOfType(TaskCancelledException.class)
                .isThrownBy(() -> sharedIn(outer.get(), ended).drain());
          });
      Weft.scope(inner -> {
        outer.set(inner);
        begun.complete(true);
        Timeline.until(() -> ended.get() == 1);
        inner.cancel("over");
      });
      reader.await();
      assertThat(ended).hasValue(2);
      assertThatIllegalStateException()
          .isThrownBy(() -> sharedIn(outer.get(), ended).drain())
          .withMessageContaining("has ended");
    });
  }

  private static Flow<Integer> sharedIn(Scope scope, AtomicInteger ended) {
    return Flow.<Integer>generate(
            out -> {
              ended.incrementAndGet();
              new Promise<Void>().await();
            })
        .onEnd(ended::incrementAndGet)
        .share(scope);
  }

  private static final class Collecting implements Subscriber<Integer> {
    final AtomicInteger next = new AtomicInteger();
    final Promise<Throwable> end = new Promise<>();
    final AtomicReference<Subscription> subscription = new AtomicReference<>();
    private final long first;

    Collecting(long first) {
      this.first = first;
    }

    @Override
    public void onSubscribe(Subscription given) {
      subscription.set(given);
      if (first > 0) given.request(first);
    }

    @Override
    public void onNext(Integer element) {
      assertThat(next.getAndIncrement()).isEqualTo(element);
    }

    @Override
    public void onError(Throwable failure) {
      end.complete(failure);
    }

    @Override
    public void onComplete() {
      end.complete(new Throwable("completed"));
    }
  }

  @Test
  void aPublisherGivesWhatIsAskedFor() {
    Weft.scope(s -> {
      var subscriber = new Collecting(3);
      Flow.range(0, 10).toPublisher(s).subscribe(subscriber);
      Timeline.until(() -> subscriber.next.get() == 3);
      Weft.sleep(java.time.Duration.ZERO);
      assertThat(subscriber.next).hasValue(3);
      subscriber.subscription.get().request(Long.MAX_VALUE);
      assertThat(subscriber.end.await()).hasMessage("completed");
      assertThat(subscriber.next).hasValue(10);
    });
  }

  @Test
  void aSubscriptionThatIsCancelledEndsItsRun() {
    var ended = new AtomicInteger();
    Weft.scope(s -> {
      var subscriber = new Collecting(2);
      Flow.range(0, 10).onEnd(ended::incrementAndGet).toPublisher(s).subscribe(subscriber);
      Timeline.until(() -> subscriber.next.get() == 2);
      subscriber.subscription.get().cancel();
    });
    assertThat(ended).hasValue(1);
  }

  @Test
  void aScopeThatIsCancelledTellsItsSubscribers() {
    var subscriber = new Collecting(2);
    Weft.scope(s -> {
      Flow.range(0, 10).toPublisher(s).subscribe(subscriber);
      Timeline.until(() -> subscriber.next.get() == 2);
      s.cancel("over");
    });
    assertThat(subscriber.end.await()).isInstanceOf(TaskCancelledException.class);
  }

  @Test
  void aScopeThatHasEndedIsAnError() {
    var ended = new AtomicReference<Scope>();
    Weft.scope(s -> {
      ended.set(s);
    });
    var subscriber = new Collecting(2);
    Flow.range(0, 10).toPublisher(ended.get()).subscribe(subscriber);
    assertThat(subscriber.end.await())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has ended");
  }

  /** A publisher that gives more than was asked for is told so, and can't fill the memory. */
  @Test
  void aPublisherThatGivesTooMuchIsAnError() {
    java.util.concurrent.Flow.Publisher<Integer> wild =
        subscriber ->
            subscriber.onSubscribe(
                new Subscription() {
                  @Override
                  public void request(long n) {
                    for (int i = 0; i < 100; i++) subscriber.onNext(i);
                  }

                  @Override
                  public void cancel() {}
                });
    assertThatIllegalStateException()
        .isThrownBy(() -> Flow.<Integer>from(wild, 8).drain())
        .withMessage("the publisher gave more than the 8 elements that were asked for");
  }
}
