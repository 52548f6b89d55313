package weft;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work that runs concurrently, in a {@link Scope} that it can't outlive.
 *
 * <p>All methods may be called from any thread, also after the scope has ended. What the task did
 * is seen after {@link #await}.
 *
 * @param <T> what the work returns
 */
public sealed interface Task<T extends @Nullable Object> permits TaskStrand {
  /** Where a task is in its life. */
  enum State {
    /** Started, but its body has not begun. */
    PENDING,
    /** Its body is running, or in a blocking call of the JDK. */
    RUNNING,
    /** Its body is parked in a suspension point of Weft. */
    WAITING,
    /** Its body returned. */
    SUCCEEDED,
    /** Its body threw. */
    FAILED,
    /** It ended because it was cancelled. */
    CANCELLED
  }

  /**
   * Waits until the task has ended and returns its value.
   *
   * @throws TaskFailedException if the task failed, with the original as the cause
   * @throws TaskCancelledException if the task was cancelled
   * @throws CancelledError if the caller is cancelled; the task goes on
   * @throws IllegalStateException if a task awaits itself
   */
  T await();

  /**
   * Cancels the task: its next suspension point throws {@link CancelledError}, and so does every
   * later one. A task that has not begun ends unrun. Returns at once; does nothing if the task has
   * ended. The rest of the scope goes on.
   *
   * @return whether this call was the first to cancel the running task
   */
  boolean cancel(String reason);

  /**
   * Cancels the task, and lets shielded parts of it go on for {@code grace} only: then they are
   * cancelled too.
   */
  boolean cancel(String reason, Duration grace);

  /** Tells whether the task has ended. */
  boolean isDone();

  /** Where the task is now. */
  State state();

  /** The name given, or one made up. */
  String name();

  /** How the task ended; empty as long as it has not. */
  Optional<Outcome<T>> outcome();

  /**
   * Calls {@code callback} with the outcome: at once if there is one, else on the task's thread
   * before its scope can end. It sees the context variables of the one who registered it, must be
   * short, and what it throws goes to the environment's reporter.
   */
  void onDone(Consumer<? super Outcome<T>> callback);

  /** A future with the same end; to cancel it cancels the task. */
  CompletableFuture<T> toFuture();
}
