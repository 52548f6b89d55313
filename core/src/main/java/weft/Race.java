package weft;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Several ways to one result; the first success ends the others. */
final class Race<T extends @Nullable Object> extends FanOut {
  private final List<? extends Body<? extends T, ?>> bodies;
  private final AtomicReference<Outcome.@Nullable Success<T>> winner = new AtomicReference<>();
  private final FailureLog failures = new FailureLog();
  private final Environment environment = Environment.current();

  private Race(List<? extends Body<? extends T, ?>> bodies) {
    super(bodies.size(), Integer.MAX_VALUE);
    this.bodies = bodies;
  }

  static <T extends @Nullable Object> T first(List<? extends Body<? extends T, ?>> bodies) {
    if (bodies.isEmpty()) throw new IllegalArgumentException("a race needs at least one body");
    var race = new Race<T>(bodies);
    var strand = race.execute();
    var won = race.winner.get();
    if (won != null) {
      race.reportErrors();
      return won.value();
    }
    race.requireNotCancelled(strand);
    var failure = race.failures.wrapped();
    if (failure != null) throw failure;
    race.requireWhole(strand);
    throw new AssertionError("a race ended without an outcome");
  }

  @Override
  void item(int index) throws Throwable {
    var success = new Outcome.Success<T>(bodies.get(index).call());
    if (winner.compareAndSet(null, success)) cancel(Cancellation.requested("another one won"));
  }

  @Override
  void failed(int index, Throwable error) {
    failures.add(error);
  }

  /** A loser's exception is of no interest once there is a winner; an error of the program is. */
  private void reportErrors() {
    for (var failure : failures.all()) {
      if (failure instanceof Error) environment.report("the loser of a race", failure);
    }
  }

  @Override
  public String toString() {
    return "race";
  }
}
