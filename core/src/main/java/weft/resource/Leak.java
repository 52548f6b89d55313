package weft.resource;

import java.time.Duration;
import java.util.Optional;

/**
 * A lease that was not given back in time.
 *
 * @param pool the name of the pool
 * @param borrower the name of the task or thread that borrowed
 * @param held for how long it has been out
 * @param where the place where it was borrowed, as the stack of an exception; present if {@link
 *     PoolBuilder#captureStacks} was asked for
 */
public record Leak(String pool, String borrower, Duration held, Optional<Throwable> where) {
  @Override
  public String toString() {
    String who = borrower.isEmpty() ? "a thread without a name" : "'" + borrower + "'";
    return "what " + who + " borrowed from " + pool + " is out for " + held.toMillis() + " ms now";
  }
}
