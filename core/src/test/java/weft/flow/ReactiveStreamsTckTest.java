package weft.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.reactivestreams.tck.flow.FlowSubscriberWhiteboxVerification;
import org.testng.ITestResult;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import weft.Promise;
import weft.Proof;
import weft.Scope;
import weft.Weft;

/** The official tests of Reactive Streams, which are TestNG's, run from here. */
@Proof
@Timeout(180)
class ReactiveStreamsTckTest {
  private static final long MILLIS = 300;
  private static final long NO_SIGNAL_MILLIS = 30;

  private static void run(Class<?> verification, int passed) {
    var testng = new TestNG(false);
    var listener = new TestListenerAdapter();
    testng.addListener(listener);
    testng.setVerbose(0);
    testng.setTestClasses(new Class<?>[] {verification});
    testng.run();
    assertThat(listener.getConfigurationFailures()).isEmpty();
    assertThat(listener.getFailedTests())
        .extracting(ITestResult::getName, r -> String.valueOf(r.getThrowable()))
        .isEmpty();
    System.out.println(
        verification.getSimpleName()
            + ": "
            + listener.getPassedTests().size()
            + " passed, "
            + listener.getSkippedTests().size()
            + " don't apply");
    assertThat(listener.getPassedTests()).hasSize(passed);
  }

  @Test
  void publisher() {
    run(PublisherTck.class, 31);
  }

  @Test
  void publisherOfAStageWithTasks() {
    run(ParallelPublisherTck.class, 31);
  }

  @Test
  void subscriberFromOutside() {
    run(BlackboxTck.class, 11);
  }

  @Test
  void subscriberFromInside() {
    run(WhiteboxTck.class, 14);
  }

  /** A scope that lives as long as the tests of a class. */
  private static final class LongScope {
    private final AtomicReference<Scope> scope = new AtomicReference<>();
    private final Promise<Boolean> over = new Promise<>();
    private final Thread thread;

    LongScope() {
      var open = new CountDownLatch(1);
      thread =
          Thread.ofVirtual()
              .start(() ->
                  Weft.supervise(s -> {
                    scope.set(s);
                    open.countDown();
                    over.await();
                    s.cancel("over");
                  }));
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    void close() throws InterruptedException {
      over.complete(true);
      thread.join();
    }
  }

  public static class PublisherTck extends FlowPublisherVerification<Integer> {
    private LongScope scope;

    public PublisherTck() {
      super(new TestEnvironment(MILLIS, NO_SIGNAL_MILLIS));
    }

    @BeforeClass
    public void open() {
      scope = new LongScope();
    }

    @AfterClass
    public void close() throws InterruptedException {
      scope.close();
    }

    Flow<Integer> flow(long elements) {
      return Flow.range(0, (int) Math.min(Integer.MAX_VALUE, elements));
    }

    @Override
    public Publisher<Integer> createFlowPublisher(long elements) {
      return flow(elements).toPublisher(scope.scope.get());
    }

    @Override
    public Publisher<Integer> createFailedFlowPublisher() {
      return Flow.<Integer>failed(new IllegalStateException("failed"))
          .toPublisher(scope.scope.get());
    }
  }

  public static class ParallelPublisherTck extends PublisherTck {
    @Override
    Flow<Integer> flow(long elements) {
      return super.flow(elements).mapParallel(4, i -> i).buffer(2);
    }
  }

  /** One who takes the elements of a receiver, as the run of a flow does. */
  private static FromPublisher.Receiver<Integer> receiver(Emitter<Integer> emitter) {
    var receiver = new FromPublisher.Receiver<Integer>(4);
    Thread.ofVirtual()
        .start(() -> {
          try {
            receiver.drainTo(emitter);
          } catch (Throwable t) {
            // as it may
          }
        });
    return receiver;
  }

  public static class BlackboxTck extends FlowSubscriberBlackboxVerification<Integer> {
    public BlackboxTck() {
      super(new TestEnvironment(MILLIS, NO_SIGNAL_MILLIS));
    }

    @Override
    public Subscriber<Integer> createFlowSubscriber() {
      return receiver(e -> {});
    }

    @Override
    public Integer createElement(int element) {
      return element;
    }
  }

  public static class WhiteboxTck extends FlowSubscriberWhiteboxVerification<Integer> {
    public WhiteboxTck() {
      super(new TestEnvironment(MILLIS, NO_SIGNAL_MILLIS));
    }

    @Override
    public Integer createElement(int element) {
      return element;
    }

    @Override
    protected Subscriber<Integer> createFlowSubscriber(WhiteboxSubscriberProbe<Integer> probe) {
      var inner = receiver(e -> {});
      return new Subscriber<>() {
        private boolean subscribed;

        @Override
        public void onSubscribe(Subscription s) {
          inner.onSubscribe(s);
          if (subscribed) return;
          subscribed = true;
          probe.registerOnSubscribe(
              new SubscriberPuppet() {
                @Override
                public void triggerRequest(long n) {
                  s.request(n);
                }

                @Override
                public void signalCancel() {
                  inner.cancel();
                }
              });
        }

        @Override
        public void onNext(Integer element) {
          inner.onNext(element);
          probe.registerOnNext(element);
        }

        @Override
        public void onError(Throwable failure) {
          inner.onError(failure);
          probe.registerOnError(failure);
        }

        @Override
        public void onComplete() {
          inner.onComplete();
          probe.registerOnComplete();
        }
      };
    }
  }

  @Test
  void bothWaysInOneProgram() {
    Weft.scope(s -> {
      var there = Flow.range(0, 10_000).map(i -> i * 2).toPublisher(s);
      var back = Flow.<Integer>from(there, 16);
      assertThat(back.toList()).isEqualTo(Flow.range(0, 10_000).map(i -> i * 2).toList());
      assertThat(back.take(5).toList()).containsExactly(0, 2, 4, 6, 8);
    });
  }

  @Test
  void aFailureGoesThrough() {
    var failure = new IllegalArgumentException("there");
    Weft.scope(s -> {
      var back = Flow.<Integer>from(Flow.<Integer>failed(failure).toPublisher(s), 16);
      var caught = new ArrayList<Throwable>();
      back.onError(caught::add).recover(IllegalArgumentException.class, e -> 1).drain();
      assertThat(caught).containsExactly(failure);
    });
  }
}
