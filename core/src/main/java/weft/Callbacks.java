package weft;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What others hang onto an outcome. */
final class Callbacks {
  private Callbacks() {}

  /** {@code callback} in the context of the caller, its failures reported instead of thrown. */
  static <T extends @Nullable Object> Consumer<Outcome<T>> guarded(
      String who, Consumer<? super Outcome<T>> callback) {
    Objects.requireNonNull(callback, "callback");
    var strand = Strand.find();
    var environment = Environment.current();
    var bindings = strand == null ? null : strand.bindings;
    return outcome -> {
      try {
        Local.withBindings(bindings, () -> callback.accept(outcome));
      } catch (Throwable t) { // the one who completes must not suffer for it
        environment.report(who, t);
      }
    };
  }

  /**
   * A future that ends as {@code completion} does, and whose cancellation goes to {@code cancel}.
   */
  static <T extends @Nullable Object> CompletableFuture<T> future(
      Completion<T> completion, Predicate<String> cancel) {
    var future =
        new Stages.OwnFuture<T>() {
          @Override
          public boolean cancel(boolean mayInterrupt) {
            var unused = cancel.test("its future was cancelled");
            return super.cancel(mayInterrupt);
          }
        };
    completion.onDone(outcome -> {
      boolean unused =
          switch (outcome) {
            case Outcome.Success<T>(var value) -> future.complete(value);
            case Outcome.Failure<T>(var error) -> future.completeExceptionally(error);
            case Outcome.Cancelled<T>(var reason) ->
                future.completeExceptionally(new CancellationException(reason));
          };
    });
    return future;
  }
}
