package weft.resilience;

import java.time.Duration;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import weft.Body;
import weft.CancelledError;
import weft.Weft;

/**
 * Calls a second time when the first call is slow, and takes what succeeds first: against the long
 * tail of a service that is quick most of the time. For idempotent work only, since it may be done
 * more than once.
 *
 * <p>Immutable: each method returns a changed copy, which may be shared. Each attempt is a task of
 * its own, so the body doesn't see the caller's thread-locals. A failure while other attempts go on
 * is not the end; one while no other does comes out at once: to try again is for {@link Retry}.
 *
 * <p>Source: Dean and Barroso, "The Tail at Scale".
 */
public final class Hedge implements CallPolicy {
  private final Duration delay;
  private final int attempts;
  private final IntConsumer listener;

  private Hedge(Duration delay, int attempts, IntConsumer listener) {
    this.delay = delay;
    this.attempts = attempts;
    this.listener = listener;
  }

  /** Starts a second attempt when there is no result after {@code delay}. */
  public static Hedge after(Duration delay) {
    Schedule.notNegative(delay);
    return new Hedge(delay, 2, attempt -> {});
  }

  /** Starts up to {@code most} attempts in all, each after another delay; 2 without this. */
  public Hedge attempts(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("there must be at least 1 attempt, not " + most);
    }
    return new Hedge(delay, most, listener);
  }

  /** Calls {@code hook} with the number of each attempt but the first, before it starts. */
  public Hedge onHedge(IntConsumer hook) {
    return new Hedge(delay, attempts, Objects.requireNonNull(hook, "hook"));
  }

  /**
   * Calls {@code body} until one call succeeds or all that were begun have failed; the others are
   * cancelled, and have ended when this returns.
   *
   * @throws X what failed first, if all did, with the other failures suppressed. Failures of the
   *     losers of a race that was won are dropped, and their {@link Error}s reported
   * @throws CancelledError if the caller is cancelled; the attempts are then, too
   */
  @Override
  public <T extends @Nullable Object, X extends Throwable> T call(Body<T, X> body) throws X {
    var race = new HedgeRace<T, X>(body);
    return Weft.<T, X>scope(scope -> {
      race.start(scope, 1);
      for (int attempt = 2; attempt <= attempts; attempt++) {
        if (Weft.moveOnAfter(delay, race::awaitEnd)) break;
        listener.accept(attempt);
        race.start(scope, attempt);
      }
      var winner = race.winner();
      boolean unused = scope.cancel("another attempt was quicker");
      return winner.value();
    });
  }

  @Override
  public String toString() {
    return "hedge after " + delay;
  }
}
