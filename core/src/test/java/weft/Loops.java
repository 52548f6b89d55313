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
    environment = Environment.standard().clock(clock).reporter((who, error) -> reported.add(error));
  }

  LoopOptions options() {
    return EventLoop.options().environment(environment);
  }

  void run(Action<?> body) throws Throwable {
    run(options(), body);
  }

  void run(LoopOptions options, Action<?> body) throws Throwable {
    tuned(() -> {
      options.<Throwable>run((Action<Throwable>) body::run);
      return null;
    });
  }

  EventLoop open() {
    return open(options());
  }

  EventLoop open(LoopOptions options) {
    try {
      return tuned(options::open);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private <T> T tuned(Body<T, Throwable> body) throws Throwable {
    return ScopedValue.where(Tuning.CURRENT, Tuning.STANDARD.on(carrier)).call(() -> body.call());
  }
}
