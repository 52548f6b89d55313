package weft;

import org.jspecify.annotations.Nullable;

/**
 * How a piece of work ended: with a value, with a failure, or cancelled.
 *
 * @param <T> the type of the value
 */
public sealed interface Outcome<T extends @Nullable Object> {
  /** The work returned {@code value}. */
  record Success<T extends @Nullable Object>(T value) implements Outcome<T> {}

  /** The work threw {@code error}, the original one, never wrapped. */
  record Failure<T extends @Nullable Object>(Throwable error) implements Outcome<T> {}

  /** The work was cancelled, for {@code reason}. */
  record Cancelled<T extends @Nullable Object>(String reason) implements Outcome<T> {}

  /**
   * Returns the value of a success.
   *
   * @throws TaskFailedException of a failure, with the original as its cause
   * @throws TaskCancelledException if the work was cancelled
   */
  default T get() {
    return switch (this) {
      case Success<T>(var value) -> value;
      case Failure<T>(var error) -> throw TaskFailedException.of(error);
      case Cancelled<T>(var reason) -> throw new TaskCancelledException(reason);
    };
  }

  /** Tells whether this is a {@link Success}. */
  default boolean isSuccess() {
    return this instanceof Success;
  }
}
