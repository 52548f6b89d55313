package weft;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The strand of a task that says when it is ready; until then, its failure is its starter's. */
final class ReadyStrand<V extends @Nullable Object> extends TaskStrand<@Nullable Void> {
  private final Completion<V> ready;

  ReadyStrand(
      Scope scope,
      Environment environment,
      @Nullable Binding bindings,
      ReadyBody<V, ?> body,
      Completion<V> ready) {
    super(scope, environment, bindings, false, work(body, ready));
    this.ready = ready;
  }

  private static <V extends @Nullable Object> Action<Throwable> work(
      ReadyBody<V, ?> body, Completion<V> ready) {
    var said = new AtomicBoolean();
    return () ->
        body.run(value -> {
          if (said.getAndSet(true)) {
            throw new IllegalStateException("the task has said before that it is ready");
          }
          var unused = ready.complete(new Outcome.Success<>(value)); // perhaps nobody waits
        });
  }

  @Override
  boolean claimsFailure(Throwable error) {
    return ready.complete(new Outcome.Failure<>(error));
  }

  /** Waits until the task is ready, or has ended without. */
  V awaitReady() {
    onDone(outcome -> {
      var reason =
          outcome instanceof Outcome.Cancelled(var r)
              ? r
              : this + " ended without saying that it is ready";
      var unused = ready.complete(new Outcome.Cancelled<>(reason));
    });
    try {
      return ready.await(this).get();
    } catch (CancelledError e) {
      // From here on nobody takes the task's failure but its scope.
      var unused = ready.complete(new Outcome.Cancelled<>("nobody waits any more"));
      cancel("the one who waited for it to be ready was cancelled");
      throw e;
    }
  }
}
