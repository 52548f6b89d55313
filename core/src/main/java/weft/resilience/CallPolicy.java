package weft.resilience;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import weft.Action;
import weft.Body;
import weft.CancelledError;
import weft.Weft;

/**
 * A way to call something that may fail: {@link Retry}, {@link CircuitBreaker}, {@link Bulkhead},
 * {@link Hedge}, or several of them, one around the other.
 *
 * <pre>{@code
 * CallPolicy careful = retry.around(breaker).around(CallPolicy.timeout(Duration.ofSeconds(2)));
 * String page = careful.call(() -> fetch(url)); // throws what fetch throws
 * }</pre>
 *
 * <p>What the body throws comes out with its type. A cancellation is no failure to any policy: it
 * is not counted, not tried again, and comes out as it is; and so does what a body throws whose
 * caller is being cancelled, since the one may come from the other. To have slow calls counted as
 * failures, put a {@link #timeout} <em>inside</em>: one further out cancels.
 *
 * <p>Made for extension. Source: Failsafe's {@code Policy}.
 */
public interface CallPolicy {
  /**
   * Calls {@code body} by this policy.
   *
   * @throws X what the body throws
   * @throws CancelledError if the caller is cancelled
   */
  <T extends @Nullable Object, X extends Throwable> T call(Body<T, X> body) throws X;

  /** Runs {@code body} by this policy; see {@link #call(Body)}. */
  default <X extends Throwable> void call(Action<X> body) throws X {
    var unused =
        this.<@Nullable Object, X>call(
            (Body<@Nullable Object, X>)
                () -> {
                  body.run();
                  return null;
                });
  }

  /** This policy, applied to calls by {@code inner}: the first of a chain is the outermost. */
  default CallPolicy around(CallPolicy inner) {
    Objects.requireNonNull(inner, "inner");
    var outer = this;
    return new CallPolicy() {
      @Override
      public <T extends @Nullable Object, X extends Throwable> T call(Body<T, X> body) throws X {
        return outer.<T, X>call((Body<T, X>) () -> inner.call(body));
      }

      @Override
      public String toString() {
        return outer + " around " + inner;
      }
    };
  }

  /** Cuts a call short after {@code limit}; see {@link Weft#timeout(Duration, Body)}. */
  static CallPolicy timeout(Duration limit) {
    Schedule.notNegative(limit);
    return new CallPolicy() {
      @Override
      public <T extends @Nullable Object, X extends Throwable> T call(Body<T, X> body) throws X {
        return Weft.timeout(limit, body);
      }

      @Override
      public String toString() {
        return "timeout of " + limit;
      }
    };
  }
}
