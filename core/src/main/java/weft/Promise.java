package weft;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A value that one side will set once, and others await: asyncio's {@code Future}.
 *
 * <p>Thread-safe. What happens before {@link #complete} or {@link #fail} is seen after {@link
 * #await}.
 *
 * @param <T> the type of the value
 */
public final class Promise<T extends @Nullable Object> {
  private final Completion<T> completion = new Completion<>();

  /** Makes an open promise. */
  public Promise() {}

  /** Sets the value; false, without effect, if the promise is not open any more. */
  public boolean complete(T value) {
    return completion.complete(new Outcome.Success<>(value));
  }

  /**
   * Fails the promise; false, without effect, if it is not open any more. With a {@link
   * CancelledError} it is cancelled: what that says is true of the caller, not of those who await.
   */
  public boolean fail(Throwable error) {
    if (error instanceof CancelledError) {
      return cancel(Objects.requireNonNullElse(error.getMessage(), "cancelled"));
    }
    return completion.complete(new Outcome.Failure<>(Objects.requireNonNull(error, "error")));
  }

  /** Cancels the promise; false, without effect, if it is not open any more. */
  public boolean cancel(String reason) {
    return completion.complete(new Outcome.Cancelled<>(Objects.requireNonNull(reason, "reason")));
  }

  /**
   * Waits for the value.
   *
   * @throws TaskFailedException if the promise was failed, with that error as the cause
   * @throws TaskCancelledException if the promise was cancelled
   * @throws CancelledError if the caller is cancelled; the promise is left as it is
   */
  public T await() {
    return completion.await(this).get();
  }

  /** Tells whether the promise has been completed, failed or cancelled. */
  public boolean isDone() {
    return completion.outcome() != null;
  }

  /** How the promise ended; empty while it is open. */
  public Optional<Outcome<T>> outcome() {
    return Optional.ofNullable(completion.outcome());
  }

  /**
   * Calls {@code callback} with the outcome: at once if there is one, else on the thread that ends
   * the promise. It sees the context variables of the one who registered it, must be short, and
   * what it throws goes to the environment's reporter.
   */
  public void onDone(Consumer<? super Outcome<T>> callback) {
    completion.onDone(Callbacks.guarded("a callback of a promise", callback));
  }

  /** A future with the same end; to cancel it cancels the promise. */
  public CompletableFuture<T> toFuture() {
    return Callbacks.future(completion, this::cancel);
  }

  @Override
  public String toString() {
    return "promise";
  }
}
