package weft.sql;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.TaskFailedException;
import weft.resilience.Retry;

/**
 * How a transaction is to be run. Immutable: each method returns a changed copy.
 *
 * <pre>{@code
 * var careful = TransactionOptions.of(Isolation.SERIALIZABLE)
 *     .retry(Retry.exponential(10, Duration.ofMillis(5)).jitter(0.5));
 * database.transaction(careful, tx -> ...);
 * }</pre>
 */
public final class TransactionOptions {
  /** As the database does it by default, once. */
  public static final TransactionOptions USUAL =
      new TransactionOptions(Isolation.DEFAULT, false, null);

  private final Isolation isolation;
  private final boolean readOnly;
  private final @Nullable Retry retry;

  private TransactionOptions(Isolation isolation, boolean readOnly, @Nullable Retry retry) {
    this.isolation = isolation;
    this.readOnly = readOnly;
    this.retry = retry;
  }

  /** With this isolation, and else as usual. */
  public static TransactionOptions of(Isolation isolation) {
    return new TransactionOptions(Objects.requireNonNull(isolation, "isolation"), false, null);
  }

  /** For a transaction that changes nothing; the database refuses changes, if it can. */
  public TransactionOptions readOnly() {
    return new TransactionOptions(isolation, true, retry);
  }

  /**
   * Runs the transaction again, body and all, after a {@link SerializationException}, also one that
   * ended a task of the body's, or the commit. Other failures are never tried again, whatever
   * {@code retry} says of them.
   */
  public TransactionOptions retry(Retry retry) {
    return new TransactionOptions(
        isolation, readOnly, retry.when(TransactionOptions::isForAnotherTry));
  }

  private static boolean isForAnotherTry(Throwable failure) {
    return failure instanceof SerializationException
        || (failure instanceof TaskFailedException f
            && f.getCause() instanceof SerializationException);
  }

  Isolation isolation() {
    return isolation;
  }

  boolean isReadOnly() {
    return readOnly;
  }

  Optional<Retry> retry() {
    return Optional.ofNullable(retry);
  }

  @Override
  public String toString() {
    return "transaction with isolation "
        + isolation.words()
        + (readOnly ? ", read only" : "")
        + (retry == null ? "" : ", with retry");
  }
}
