package weft.flow;

import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import org.jspecify.annotations.Nullable;
import weft.Body;
import weft.Mapper;
import weft.Outcome;
import weft.Weft;

/**
 * What users' functions throw goes through the stages as it is. The compiler is told that they
 * throw nothing checked: that costs nothing and adds no frame, where to catch and throw again would
 * do both.
 */
final class Throwing {
  private Throwing() {}

  @SuppressWarnings("unchecked")
  static <A extends @Nullable Object, R extends @Nullable Object>
      Mapper<A, R, RuntimeException> unchecked(Mapper<A, R, ?> f) {
    return (Mapper<A, R, RuntimeException>) f;
  }

  @SuppressWarnings("unchecked")
  static <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      BiMapper<A, B, R, RuntimeException> unchecked(BiMapper<A, B, R, ?> f) {
    return (BiMapper<A, B, R, RuntimeException>) f;
  }

  @SuppressWarnings("unchecked")
  static <T extends @Nullable Object> Condition<T, RuntimeException> unchecked(
      Condition<T, ?> condition) {
    return (Condition<T, RuntimeException>) condition;
  }

  @SuppressWarnings("unchecked")
  static <T extends @Nullable Object> Visitor<T, RuntimeException> unchecked(
      Visitor<T, ?> visitor) {
    return (Visitor<T, RuntimeException>) visitor;
  }

  @SuppressWarnings("unchecked")
  static <T, R> Transformer<T, R, RuntimeException> unchecked(Transformer<T, R, ?> transformer) {
    return (Transformer<T, R, RuntimeException>) transformer;
  }

  @SuppressWarnings("unchecked")
  static <T extends @Nullable Object> Body<T, RuntimeException> unchecked(Body<T, ?> body) {
    return (Body<T, RuntimeException>) body;
  }

  /** Throws {@code error} unchecked. */
  static RuntimeException sneak(Throwable error) {
    throw Throwing.<RuntimeException>as(error);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Throwable> X as(Throwable error) throws X {
    throw (X) error;
  }

  /** What users' code gave, which must not be null. */
  static <T> T present(@Nullable T value, String operator) {
    if (value == null) throw new NullPointerException(operator + " gave null");
    return value;
  }

  /**
   * Throws the failure of a stage out of a terminal: a checked one as the cause of an unchecked.
   */
  static RuntimeException out(Throwable failure) {
    if (failure instanceof RuntimeException
        || failure instanceof Error
        || failure instanceof InterruptedException) {
      throw sneak(failure);
    }
    new Outcome.Failure<Object>(failure).get();
    throw new AssertionError("the outcome of a failure throws");
  }

  /** Throws a {@link weft.CancelledError} if {@code failure} is what a cancellation led to. */
  static void checkCancellation(Throwable failure) {
    boolean interruption =
        failure instanceof InterruptedException
            || failure instanceof ClosedByInterruptException
            || failure instanceof FileLockInterruptionException
            || (failure instanceof InterruptedIOException
                && !(failure instanceof SocketTimeoutException));
    if (interruption) Weft.checkpoint();
  }
}
