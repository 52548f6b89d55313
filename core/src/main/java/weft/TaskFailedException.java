package weft;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The failure of a task, as it comes out of {@link Task#await} and of its {@link Scope}.
 *
 * <p>The cause is the original, and never another {@code TaskFailedException}, however deep scopes
 * and tasks were nested. The suppressed ones are all other failures of the scope.
 */
public final class TaskFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private TaskFailedException(Throwable original) {
    super(original.toString(), original);
  }

  /** Wraps {@code error} once: an exception of this kind gives its cause and suppressed ones. */
  static TaskFailedException of(Throwable error) {
    var wrapper = new TaskFailedException(original(error));
    if (error instanceof TaskFailedException) {
      for (var other : error.getSuppressed()) wrapper.addSuppressed(other);
    }
    return wrapper;
  }

  /** What failed first: the cause of an exception of this kind, else the error itself. */
  static Throwable original(Throwable error) {
    Throwable cause = error instanceof TaskFailedException ? error.getCause() : null;
    return cause == null ? error : cause;
  }

  /** The original, and then all other failures of the scope: what {@code except*} goes through. */
  public List<Throwable> failures() {
    return Stream.concat(Stream.of(original(this)), Stream.of(getSuppressed())).toList();
  }

  /**
   * Throws the original if it is of {@code type}; else does nothing.
   *
   * <pre>{@code
   * } catch (TaskFailedException e) {
   *   throw e.rethrow(IOException.class);
   * }
   * }</pre>
   *
   * @return this exception, to be thrown where the original is something else
   * @throws X the original, with this exception's suppressed ones
   */
  public <X extends Throwable> TaskFailedException rethrow(Class<X> type) throws X {
    @Nullable Throwable cause = getCause();
    if (!type.isInstance(cause)) return this;
    for (var other : getSuppressed()) Failures.suppress(cause, other);
    throw type.cast(cause);
  }
}
