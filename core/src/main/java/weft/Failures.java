package weft;

import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import org.jspecify.annotations.Nullable;

/** What can be said of exceptions, and done with them. */
final class Failures {
  private static final int DEPTH = 8;

  private Failures() {}

  /** Throws {@code error} unchecked; callers know by their types that it is an {@code X}. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <X extends Throwable> RuntimeException sneak(Throwable error) throws X {
    throw (X) error;
  }

  /** Adds {@code other} to {@code error}'s suppressed ones, unless it is there already. */
  static void suppress(Throwable error, Throwable other) {
    if (error == other || error.getCause() == other) return;
    for (var known : error.getSuppressed()) if (known == other) return;
    error.addSuppressed(other);
  }

  /** Reports what went wrong while {@code cut}, which is swallowed, was on its way out. */
  static void reportCleanUp(Environment environment, Object who, Throwable cut) {
    for (var failure : cut.getSuppressed()) {
      if (failure instanceof CancelledError || isInterruption(failure)) continue;
      if (cut instanceof CancelledError error && error.isCutBy(failure)) continue;
      environment.report("the clean-up of " + who, failure);
    }
  }

  /**
   * Tells whether {@code error} is how a blocking call of the JDK reports an interrupt, itself or
   * as the cause of what a library made of it.
   */
  static boolean isInterruption(Throwable error) {
    @Nullable Throwable e = error;
    for (int i = 0; e != null && i < DEPTH; i++, e = e.getCause()) {
      if (isOurs(e)) return false;
      boolean found =
          switch (e) {
            case InterruptedException _, ClosedByInterruptException _ -> true;
            case FileLockInterruptionException _ -> true;
            case SocketTimeoutException _ -> false;
            case InterruptedIOException _ -> true;
            // what a socket of java.net says when its virtual thread is interrupted
            case SocketException s -> "Closed by interrupt".equals(s.getMessage());
            default -> false;
          };
      if (found) return true;
    }
    return false;
  }

  /** Whether it is an error of its own that an interrupt merely led to. */
  private static boolean isOurs(Throwable e) {
    return e instanceof TimeoutException
        || e instanceof TaskFailedException
        || e instanceof TaskCancelledException;
  }
}
