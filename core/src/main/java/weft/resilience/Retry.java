package weft.resilience;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import weft.Action;
import weft.Body;
import weft.CancelledError;
import weft.Clock;
import weft.Weft;

/**
 * Calls again what failed, after a while, a number of times.
 *
 * <p>Immutable: each method returns a changed copy, which may be shared. Without {@link #on} or
 * {@link #when}, every {@link Exception} but an interrupt is tried again; an {@link Error} never
 * is, unless asked for, and a cancellation never. Waits on the environment's clock.
 *
 * <pre>{@code
 * Retry.exponential(5, Duration.ofMillis(100)).on(IOException.class).call(this::fetch);
 * }</pre>
 */
public final class Retry {
  private static final int MOST_DOUBLINGS = 40;
  private static final int MOST_KEPT = 16; // earlier failures: a retry may go on for ever

  private final int attempts;
  private final Duration first;
  private final boolean doubling;
  private final Duration longest;
  private final double jitter;
  private final Predicate<Throwable> retryable;
  private final Function<Throwable, Optional<Duration>> told;
  private final BiConsumer<Integer, Throwable> listener;

  private Retry(
      int attempts,
      Duration first,
      boolean doubling,
      Duration longest,
      double jitter,
      Predicate<Throwable> retryable,
      Function<Throwable, Optional<Duration>> told,
      BiConsumer<Integer, Throwable> listener) {
    this.attempts = attempts;
    this.first = first;
    this.doubling = doubling;
    this.longest = longest;
    this.jitter = jitter;
    this.retryable = retryable;
    this.told = told;
    this.listener = listener;
  }

  private static Retry create(int attempts, Duration first, boolean doubling) {
    if (attempts < 1) {
      throw new IllegalArgumentException("there must be at least 1 attempt, not " + attempts);
    }
    if (first.isNegative()) throw new IllegalArgumentException("a negative delay: " + first);
    return new Retry(
        attempts,
        first,
        doubling,
        Duration.ofDays(1),
        0,
        error -> error instanceof Exception && !(error instanceof InterruptedException),
        error -> Optional.empty(),
        (attempt, error) -> {});
  }

  /** Tries {@code attempts} times in all, waiting {@code first}, then twice that, and so on. */
  public static Retry exponential(int attempts, Duration first) {
    return create(attempts, first, true);
  }

  /** Tries {@code attempts} times in all, with the same {@code delay} between. */
  public static Retry fixed(int attempts, Duration delay) {
    return create(attempts, delay, false);
  }

  /** Tries again only after failures of {@code type}. */
  public Retry on(Class<? extends Throwable> type) {
    return when(type::isInstance);
  }

  /** Tries again only after failures that {@code test} accepts. */
  public Retry when(Predicate<Throwable> test) {
    return new Retry(attempts, first, doubling, longest, jitter, test, told, listener);
  }

  /** Waits no longer than {@code limit}. */
  public Retry maxDelay(Duration limit) {
    if (limit.isNegative()) throw new IllegalArgumentException("a negative limit: " + limit);
    return new Retry(attempts, first, doubling, limit, jitter, retryable, told, listener);
  }

  /**
   * Makes each wait shorter by a random part, so that those who failed together don't come back
   * together.
   *
   * @param part the largest part, from 0 (none) to 1 (any wait down to nothing)
   */
  public Retry jitter(double part) {
    if (!(part >= 0 && part <= 1)) {
      throw new IllegalArgumentException("the jitter must be from 0 to 1, but is " + part);
    }
    return new Retry(attempts, first, doubling, longest, part, retryable, told, listener);
  }

  /** Waits as long as {@code delay} says, where it does: for a server's {@code Retry-After}. */
  public Retry delay(Function<Throwable, Optional<Duration>> delay) {
    return new Retry(attempts, first, doubling, longest, jitter, retryable, delay, listener);
  }

  /** Calls {@code hook} with the number of the attempt and its failure, before each wait. */
  public Retry onRetry(BiConsumer<Integer, Throwable> hook) {
    return new Retry(attempts, first, doubling, longest, jitter, retryable, told, hook);
  }

  /**
   * Calls {@code body} until it succeeds.
   *
   * @throws X the last failure, with those just before it suppressed; at once, if it isn't to be
   *     tried again
   * @throws CancelledError if the caller is cancelled, also while it waits
   */
  public <T extends @Nullable Object, X extends Throwable> T call(Body<T, X> body) throws X {
    var earlier = new ArrayDeque<Throwable>();
    for (int attempt = 1; ; attempt++) {
      Duration wait;
      try {
        return body.call();
      } catch (CancelledError e) {
        throw e;
      } catch (Throwable t) {
        if (attempt == attempts || !retryable.test(t)) {
          earlier.stream().filter(e -> e != t).distinct().forEach(t::addSuppressed);
          throw t;
        }
        if (earlier.size() == MOST_KEPT) earlier.removeFirst();
        earlier.add(t);
        wait = prepare(attempt, t);
      }
      Weft.sleep(wait);
    }
  }

  /** Asks those who have a say in the next attempt; what they throw doesn't hide the failure. */
  private Duration prepare(int attempt, Throwable failure) {
    try {
      listener.accept(attempt, failure);
      return wait(attempt, failure);
    } catch (RuntimeException | Error e) {
      if (e != failure) e.addSuppressed(failure);
      throw e;
    }
  }

  /** Runs {@code body} until it succeeds; see {@link #call(Body)}. */
  public <X extends Throwable> void call(Action<X> body) throws X {
    Boolean unused =
        this.<Boolean, X>call(() -> {
          body.run();
          return true;
        });
  }

  private Duration wait(int attempt, Throwable failure) {
    var asked = told.apply(failure);
    if (asked.isPresent()) return shorter(asked.get(), longest);
    if (first.isZero()) return first;
    int doublings = doubling ? Math.min(attempt - 1, MOST_DOUBLINGS) : 0;
    long most = shorter(longest, Clock.FOREVER).toNanos();
    long start = shorter(first, Clock.FOREVER).toNanos();
    long nanos = start > most >> doublings ? most : start << doublings;
    double part = jitter == 0 ? 0 : jitter * ThreadLocalRandom.current().nextDouble();
    return Duration.ofNanos(nanos - (long) (nanos * part));
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
