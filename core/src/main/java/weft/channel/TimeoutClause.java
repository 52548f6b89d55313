package weft.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import weft.Body;
import weft.Environment;
import weft.Registration;

/** The clause that is chosen if no other could be for a time; without one, the default. */
final class TimeoutClause<R extends @Nullable Object, X extends Throwable> extends Clause<R, X> {
  private final Duration limit;
  private final Body<R, X> handler;

  TimeoutClause(Duration limit, Body<R, X> handler) {
    this.limit = limit;
    this.handler = handler;
  }

  @Override
  @Nullable Object attempt() {
    return null;
  }

  @Override
  boolean isDefault() {
    return !limit.isPositive();
  }

  @Override
  Registration arm(Waiter<?> waiter) {
    var clock = Environment.current().clock();
    var timer =
        clock.callAt(
            clock.nanoTimeIn(limit),
            () -> {
              boolean unused = waiter.wait.serve(waiter);
            });
    return timer::cancel;
  }

  @Override
  R complete(Object outcome) throws X {
    return handler.call();
  }

  @Override
  public String toString() {
    return isDefault() ? "nothing" : "a timeout";
  }
}
