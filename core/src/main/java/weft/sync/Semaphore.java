package weft.sync;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.Action;
import weft.Body;
import weft.CancelledError;
import weft.Weft;
import weft.internal.kit.Made;

/**
 * Limits how many go on at once.
 *
 * <p>Fair: permits go to those who wait in the order in which they came, and a newcomer doesn't
 * overtake them, not even one who wants fewer. A permit may be given back by another task than the
 * one that took it. What happens before a permit is given back is seen after the acquisition that
 * it allows.
 *
 * <p>There is no {@code acquire} with a time limit: {@code timeout(limit, semaphore::acquire)} is
 * one. Permits can't be made out of nothing, as with {@code release()} elsewhere: only what was
 * acquired can be given back.
 */
public final class Semaphore {
  private final int total;
  private final Permits permits;

  /** What {@code acquire} returns. */
  private static final class Taken extends Token {
    private final Permits from;
    private final int number;

    Taken(Permits from, int number) {
      this.from = from;
      this.number = number;
    }

    @Override
    void giveBack() {
      from.give(number);
    }

    @Override
    public String toString() {
      return number + " permits of a semaphore";
    }
  }

  /**
   * A semaphore with {@code permits}.
   *
   * @throws IllegalArgumentException if that is less than 1
   */
  public Semaphore(int permits) {
    if (permits < 1) {
      throw new IllegalArgumentException(
          "a semaphore needs at least 1 permit, but was given " + permits);
    }
    this.total = permits;
    this.permits = new Permits(this, permits);
    Made.tell(this);
  }

  /**
   * Takes a permit, waiting for one.
   *
   * @throws CancelledError if the caller is cancelled; it then has no permit, and none is lost
   */
  public Permit acquire() {
    Weft.checkpoint();
    permits.take(1);
    return new Taken(permits, 1);
  }

  /**
   * Takes {@code number} permits at once, waiting for them; those who come later wait behind, so
   * that there will be enough some time. All are given back together.
   *
   * @throws IllegalArgumentException if that is less than 1, or more than the semaphore has
   * @throws CancelledError if the caller is cancelled; it then has no permit, and none is lost
   */
  public Permit acquireMany(int number) {
    requirePossible(number);
    Weft.checkpoint();
    permits.take(number);
    return new Taken(permits, number);
  }

  /** Takes a permit if one is free and nobody waits. */
  public Optional<Permit> tryAcquire() {
    return tryAcquireMany(1);
  }

  /**
   * Takes {@code number} permits if they are free and nobody waits.
   *
   * @throws IllegalArgumentException if that is less than 1, or more than the semaphore has
   */
  public Optional<Permit> tryAcquireMany(int number) {
    requirePossible(number);
    return permits.tryTake(number) ? Optional.of(new Taken(permits, number)) : Optional.empty();
  }

  private void requirePossible(int number) {
    if (number < 1 || number > total) {
      throw new IllegalArgumentException(
          "of this semaphore one can take 1 to " + total + " permits, not " + number);
    }
  }

  /** Runs {@code body} with a permit. */
  public <T extends @Nullable Object, X extends Throwable> T with(Body<T, X> body) throws X {
    Weft.checkpoint();
    permits.take(1);
    try {
      return body.call();
    } finally {
      permits.give(1);
    }
  }

  /** Runs {@code body} with a permit. */
  public <X extends Throwable> void with(Action<X> body) throws X {
    Weft.checkpoint();
    permits.take(1);
    try {
      body.run();
    } finally {
      permits.give(1);
    }
  }

  /** How many permits there are in all. */
  public int permits() {
    return total;
  }

  /** Permits that nobody has; while somebody waits for more than these, they can't be taken. */
  public int available() {
    return permits.free();
  }

  /** How many tasks wait. */
  public int waiters() {
    return permits.waiters();
  }

  @Override
  public String toString() {
    return "semaphore with "
        + available()
        + " of "
        + total
        + " permits free"
        + Waits.text(waiters());
  }
}
