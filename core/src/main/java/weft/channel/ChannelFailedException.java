package weft.channel;

/**
 * Thrown to those who receive from a channel that was failed, with that error as the cause.
 *
 * <p>It is not a {@link ClosedException}: who takes that for the regular end must not miss it.
 */
public final class ChannelFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ChannelFailedException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Throws the cause if it is of {@code type}; else does nothing.
   *
   * @return this exception, to be thrown where the cause is something else
   * @throws X the cause
   */
  public <X extends Throwable> ChannelFailedException rethrow(Class<X> type) throws X {
    Throwable cause = getCause();
    if (type.isInstance(cause)) throw type.cast(cause);
    return this;
  }
}
