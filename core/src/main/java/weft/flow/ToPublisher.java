package weft.flow;

import java.util.Objects;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import weft.Action;
import weft.CancelledError;
import weft.Outcome;
import weft.Scope;
import weft.Suspension;
import weft.Task;
import weft.TaskCancelledException;

/** A flow as a publisher of Reactive Streams. */
final class ToPublisher<T> implements Publisher<T> {
  private final Source<T> source;
  private final Scope scope;

  ToPublisher(Source<T> source, Scope scope) {
    this.source = source;
    this.scope = scope;
  }

  @Override
  public void subscribe(Subscriber<? super T> subscriber) {
    var run = new Run<>(source, Objects.requireNonNull(subscriber, "subscriber"));
    subscriber.onSubscribe(run);
    run.begin(scope);
  }

  /** One run of the flow, and the demand for its elements. */
  private static final class Run<T> implements Subscription, Emitter<T>, Action<Throwable> {
    private final Source<T> source;
    private final Subscriber<? super T> subscriber;
    private final AtomicLong demand = new AtomicLong();
    private volatile @Nullable Suspension waiting;
    private volatile @Nullable Task<Void> task;
    private volatile boolean cancelled;
    private volatile boolean misused; // asked for no positive number

    Run(Source<T> source, Subscriber<? super T> subscriber) {
      this.source = source;
      this.subscriber = subscriber;
    }

    void begin(Scope scope) {
      Task<Void> started;
      try {
        started = scope.start("publisher", this);
      } catch (IllegalStateException e) { // the scope has ended
        if (!cancelled) subscriber.onError(e);
        return;
      }
      task = started;
      if (cancelled) cancelTask(started);
    }

    @Override
    public void request(long n) {
      if (n < 1) misused = true;
      else demand.accumulateAndGet(n, Run::sum);
      wake();
    }

    private static long sum(long a, long b) {
      return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    private void wake() {
      var wait = waiting;
      if (wait != null) {
        var unused = wait.resume();
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
      var running = task;
      if (running != null) cancelTask(running);
    }

    private static void cancelTask(Task<Void> task) {
      var unused = task.cancel("the subscription was cancelled");
    }

    @Override
    public void run() throws Throwable {
      if (cancelled) return;
      var down = Downstream.<T>of(this);
      @Nullable Throwable failure;
      try {
        failure = down.failureOf(source);
      } catch (Refusal e) {
        failure = e.getCause();
      } catch (CancelledError e) {
        if (!cancelled) subscriber.onError(told(e));
        throw e;
      }
      if (cancelled) return;
      if (failure == null) subscriber.onComplete();
      else subscriber.onError(failure);
    }

    private static TaskCancelledException told(CancelledError e) {
      try {
        var unused = new Outcome.Cancelled<Object>(String.valueOf(e.getMessage())).get();
        throw new AssertionError("the outcome of a cancellation throws");
      } catch (TaskCancelledException told) {
        return told;
      }
    }

    @Override
    public void emit(T element) {
      while (demand.get() == 0 || misused) awaitDemand();
      weft.Weft.checkpoint();
      if (demand.get() != Long.MAX_VALUE) {
        long unused = demand.decrementAndGet();
      }
      subscriber.onNext(element);
    }

    private void awaitDemand() {
      if (misused) throw new Refusal();
      var wait = new Suspension(this);
      waiting = wait;
      if (demand.get() == 0 && !misused) wait.await();
      waiting = null;
    }

    @Override
    public String toString() {
      return "demand of a subscriber";
    }
  }

  /** Ends a run whose subscriber asked for no positive number of elements. */
  private static final class Refusal extends Error {
    private static final long serialVersionUID = 1;

    Refusal() {
      super(
          "refused",
          new IllegalArgumentException("a subscriber must request at least 1 element: rule 3.9"),
          false,
          false);
    }
  }
}
