package weft;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import weft.internal.loop.Outside;

/** Futures of the JDK, awaited. */
final class Stages {
  private Stages() {}

  static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
    var completion = new Completion<T>();
    stage.whenComplete((value, error) ->
        completion.complete(error == null ? new Outcome.Success<>(value) : outcome(error)));
    var outside = stage instanceof OwnFuture<?> ? null : Environment.current().outsideOfLoop();
    if (outside != null) outside.begin(Outside.Kind.STAGE);
    try {
      return completion.await(stage).get();
    } catch (CancelledError e) {
      cancel(stage);
      throw e;
    } finally {
      if (outside != null) outside.end(Outside.Kind.STAGE);
    }
  }

  /** The future of a task or promise of ours. */
  abstract static class OwnFuture<T extends @Nullable Object> extends CompletableFuture<T> {}

  private static <T extends @Nullable Object> Outcome<T> outcome(Throwable error) {
    var cause = error.getCause();
    if (error instanceof CompletionException && cause != null) return outcome(cause);
    return error instanceof CancellationException
        ? new Outcome.Cancelled<>(error.getMessage() == null ? "cancelled" : error.getMessage())
        : new Outcome.Failure<>(error);
  }

  private static void cancel(CompletionStage<?> stage) {
    try {
      var unused = stage.toCompletableFuture().cancel(true);
    } catch (UnsupportedOperationException e) {
      // a stage that can't be cancelled goes on alone, as its interface has it
    }
  }
}
