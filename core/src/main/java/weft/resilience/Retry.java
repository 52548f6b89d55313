package weft.resilience;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import weft.Body;
import weft.CancelledError;
import weft.Weft;
import weft.internal.call.Cancelled;
import weft.internal.call.Judge;

/**
 * Calls again what failed, after a while, a number of times.
 *
 * <p>Immutable: each method returns a changed copy, which may be shared. Without {@link #on} or
 * {@link #when}, every {@link Exception} but an interrupt is tried again; an {@link Error} never
 * is, unless asked for, and a cancellation never. Waits on the environment's clock, as its {@link
 * Schedule} says.
 *
 * <pre>{@code
 * Retry.exponential(5, Duration.ofMillis(100)).on(IOException.class).call(this::fetch);
 * }</pre>
 */
public final class Retry implements CallPolicy {
  private static final int MOST_KEPT = 16; // earlier failures: a retry may go on for ever
  private static final Settings USUAL =
      new Settings(
          Duration.ofDays(1),
          0,
          ThreadLocalRandom::current,
          error -> error instanceof Exception && !(error instanceof InterruptedException),
          error -> Optional.empty(),
          (attempt, error) -> {});

  /** All but the schedule. */
  private record Settings(
      Duration longest,
      double jitter,
      Supplier<? extends RandomGenerator> random,
      Predicate<Throwable> retryable,
      Function<Throwable, Optional<Duration>> told,
      BiConsumer<Integer, Throwable> listener) {}

  private final Schedule schedule;
  private final Settings settings;
  private final Schedule delays; // the schedule within the settings

  private Retry(Schedule schedule, Settings settings) {
    this.schedule = schedule;
    this.settings = settings;
    var shortened = schedule.maxDelay(settings.longest);
    delays = settings.jitter == 0 ? shortened : shortened.jitter(settings.jitter, settings.random);
  }

  /** Tries once, and once more after each wait of {@code schedule}. */
  public static Retry of(Schedule schedule) {
    return new Retry(Objects.requireNonNull(schedule, "schedule"), USUAL);
  }

  private static Retry of(int attempts, Schedule schedule) {
    if (attempts < 1) {
      throw new IllegalArgumentException("there must be at least 1 attempt, not " + attempts);
    }
    return of(schedule.times(attempts - 1));
  }

  /** Tries {@code attempts} times in all, waiting {@code first}, then twice that, and so on. */
  public static Retry exponential(int attempts, Duration first) {
    return of(attempts, Schedule.exponential(first));
  }

  /** Tries {@code attempts} times in all, with the same {@code delay} between. */
  public static Retry fixed(int attempts, Duration delay) {
    return of(attempts, Schedule.fixed(delay));
  }

  private Retry with(Settings other) {
    return new Retry(schedule, other);
  }

  /** Tries again only after failures of {@code type}. */
  public Retry on(Class<? extends Throwable> type) {
    return when(Objects.requireNonNull(type, "type")::isInstance);
  }

  /** Tries again only after failures that {@code test} accepts. */
  public Retry when(Predicate<Throwable> test) {
    var s = settings;
    Objects.requireNonNull(test, "test");
    return with(new Settings(s.longest, s.jitter, s.random, test, s.told, s.listener));
  }

  /** Waits no longer than {@code limit}; a day without this. */
  public Retry maxDelay(Duration limit) {
    var s = settings;
    Schedule.notNegative(limit);
    return with(new Settings(limit, s.jitter, s.random, s.retryable, s.told, s.listener));
  }

  /** Tries no more where the next wait would last longer than {@code total} from the first try. */
  public Retry within(Duration total) {
    return new Retry(schedule.maxDelay(settings.longest).within(total), settings);
  }

  /**
   * Makes each wait shorter by a random part, so that those who failed together don't come back
   * together.
   *
   * @param part the largest part, from 0 (none) to 1 (any wait down to nothing)
   */
  public Retry jitter(double part) {
    return jitter(part, USUAL.random);
  }

  /** {@link #jitter(double)} from {@code random}, which is asked once for each call. */
  public Retry jitter(double part, Supplier<? extends RandomGenerator> random) {
    var s = settings;
    Schedule.requirePart(part);
    Objects.requireNonNull(random, "random");
    return with(new Settings(s.longest, part, random, s.retryable, s.told, s.listener));
  }

  /** Waits as long as {@code delay} says, where it does: for a server's {@code Retry-After}. */
  public Retry delay(Function<Throwable, Optional<Duration>> delay) {
    var s = settings;
    Objects.requireNonNull(delay, "delay");
    return with(new Settings(s.longest, s.jitter, s.random, s.retryable, delay, s.listener));
  }

  /** Calls {@code hook} with the number of the attempt and its failure, before each wait. */
  public Retry onRetry(BiConsumer<Integer, Throwable> hook) {
    var s = settings;
    Objects.requireNonNull(hook, "hook");
    return with(new Settings(s.longest, s.jitter, s.random, s.retryable, s.told, hook));
  }

  /**
   * Calls {@code body} until it succeeds.
   *
   * @throws X the last failure, with those just before it suppressed; at once, if it isn't to be
   *     tried again, or the caller is cancelled
   * @throws CancelledError if the body throws it, or the caller is cancelled while it waits
   */
  @Override
  public <T extends @Nullable Object, X extends Throwable> T call(Body<T, X> body) throws X {
    Objects.requireNonNull(body, "body");
    var run = delays.start();
    var earlier = new ArrayDeque<Throwable>();
    for (int attempt = 1; ; attempt++) {
      Duration wait;
      try {
        return body.call();
      } catch (CancelledError e) {
        throw e;
      } catch (Throwable t) {
        var next = again(t) ? run.next() : Optional.<Duration>empty();
        if (next.isEmpty()) {
          earlier.stream().filter(e -> e != t).distinct().forEach(t::addSuppressed);
          throw t;
        }
        if (earlier.size() == MOST_KEPT) earlier.removeFirst();
        earlier.add(t);
        wait = prepare(attempt, t, next.get());
      }
      Weft.sleep(wait);
    }
  }

  private boolean again(Throwable failure) {
    return Judge.accepts(settings.retryable, failure) && !Cancelled.ledTo(failure);
  }

  /** Asks those who have a say in the next attempt; what they throw doesn't hide the failure. */
  private Duration prepare(int attempt, Throwable failure, Duration planned) {
    return Judge.ask(
        failure,
        () -> {
          settings.listener.accept(attempt, failure);
          var asked = settings.told.apply(failure).orElse(planned);
          return asked.compareTo(settings.longest) < 0 ? asked : settings.longest;
        });
  }

  @Override
  public String toString() {
    return "retry";
  }
}
