package weft.resilience;

import java.time.Duration;

/** Thrown instead of a call that a {@link CircuitBreaker} does not let through. */
public final class CircuitOpenException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Duration retryAfter;

  CircuitOpenException(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  /**
   * How long until the breaker lets a call through as a test; zero if it is testing already. For
   * {@link Retry#delay}.
   */
  public Duration retryAfter() {
    return retryAfter;
  }
}
