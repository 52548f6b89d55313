package weft.resilience;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import weft.Body;
import weft.CancelledError;
import weft.Outcome;
import weft.Promise;
import weft.Scope;
import weft.Task;
import weft.internal.call.Listeners;

/**
 * The attempts of one hedged call. It ends with the first success, or when none of the attempts
 * that were begun goes on.
 */
final class HedgeRace<T extends @Nullable Object, X extends Throwable> {
  private final Body<T, X> body;
  private final Promise<Boolean> end = new Promise<>();
  private final Object lock = new Object();
  private final List<Throwable> failures = new ArrayList<>(); // all guarded by the lock
  private Outcome.@Nullable Success<T> winner;
  private @Nullable Task<Void> last;
  private int running;

  HedgeRace(Body<T, X> body) {
    this.body = Objects.requireNonNull(body, "body");
  }

  /** Starts an attempt, unless the race has ended. */
  void start(Scope scope, int number) {
    synchronized (lock) {
      if (end.isDone()) return;
      running++;
    }
    var task = scope.start("attempt " + number, this::attempt);
    synchronized (lock) {
      last = task;
    }
  }

  private void attempt() {
    try {
      won(body.call());
    } catch (CancelledError e) {
      throw e;
    } catch (Throwable t) {
      failed(t);
    } finally {
      over();
    }
  }

  private void won(T value) {
    List<Throwable> losers;
    synchronized (lock) {
      if (winner != null) return;
      winner = new Outcome.Success<>(value);
      losers = List.copyOf(failures);
    }
    losers.forEach(HedgeRace::reportError);
  }

  private void failed(Throwable failure) {
    synchronized (lock) {
      if (winner == null) {
        failures.add(failure);
        return;
      }
    }
    reportError(failure);
  }

  /** A loser's exception is of no interest once there is a winner; an error of the program is. */
  private static void reportError(Throwable failure) {
    if (!(failure instanceof Error error)) return;
    Listeners.tell(
        lost -> {
          throw lost;
        },
        error);
  }

  private void over() {
    synchronized (lock) {
      if (--running > 0 && winner == null) return;
      boolean unused = end.complete(true); // under the lock: none starts after it
    }
  }

  /** Waits until there is a winner, or no hope. */
  void awaitEnd() {
    var unused = end.await();
  }

  /**
   * Waits for the one who succeeds.
   *
   * @throws X if there is none
   */
  @SuppressWarnings("unchecked") // what the body throws is an X, or unchecked
  Outcome.Success<T> winner() throws X {
    awaitEnd();
    Task<Void> ended;
    synchronized (lock) {
      if (winner != null) return winner;
      if (!failures.isEmpty()) throw (X) failure();
      ended = Objects.requireNonNull(last);
    }
    var unused = ended.await(); // it was cancelled, by whomever
    throw new AssertionError("an attempt ended without an outcome");
  }

  private Throwable failure() {
    var first = failures.getFirst();
    failures.stream().filter(e -> e != first).distinct().forEach(first::addSuppressed);
    return first;
  }
}
