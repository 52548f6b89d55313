package weft;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import weft.internal.loop.Tuning;
import weft.internal.loop.Tuning.Carrier;

/** Event loops on either carrier, for tests. */
final class Loops {
  /** What was reported to {@link #environment}. */
  final List<Throwable> reported = new CopyOnWriteArrayList<>();

  final Environment environment;
  private final Carrier carrier;

  Loops(Carrier carrier) {
    this(carrier, Clock.system());
  }

  Loops(Carrier carrier, Clock clock) {
    this.carrier = carrier;
    environment =
        Environment.standard().clock(clock).reporter((who, error) -> report(clock, error));
  }

  /** On a machine that has much to do, any step may be slow. */
  private void report(Clock clock, Throwable error) {
    if (error instanceof BlockedLoopException && clock == Clock.system()) return;
    reported.add(error);
  }

  LoopOptions options() {
    return EventLoop.options().environment(environment);
  }

  <X extends Throwable> void run(Action<X> body) throws X {
    run(options(), body);
  }

  <X extends Throwable> void run(LoopOptions options, Action<X> body) throws X {
    this.<Void, X>tuned(() -> {
      options.<X>run((Action<X>) body::run);
      return null;
    });
  }

  EventLoop open() {
    return open(options());
  }

  EventLoop open(LoopOptions options) {
    return this.<EventLoop, RuntimeException>tuned(options::open);
  }

  /** Runs {@code body} on a loop that is made otherwise. */
  <X extends Throwable> void tuned(Tuning tuning, Action<X> body) throws X {
    ScopedValue.where(Tuning.CURRENT, tuning.on(carrier))
        .<Object, X>call(() -> {
          options().<X>run((Action<X>) body::run);
          return null;
        });
  }

  private <T, X extends Throwable> T tuned(Body<T, X> body) throws X {
    return ScopedValue.where(Tuning.CURRENT, Tuning.STANDARD.on(carrier))
        .<T, X>call(() -> body.call());
  }
}
