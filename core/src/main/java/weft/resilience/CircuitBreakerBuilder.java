package weft.resilience;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The settings of a {@link CircuitBreaker}; those not given are as said at each method. */
public final class CircuitBreakerBuilder {
  String name = "circuit breaker";
  int window = 100;
  @Nullable Duration span;
  int minimum = 20;
  double failureRate = 0.5;
  @Nullable Duration slow;
  double slowRate = 1;
  long openFor = Delays.nanos(Duration.ofSeconds(30));
  int probes = 3;
  Predicate<Throwable> failure =
      error -> error instanceof Exception && !(error instanceof InterruptedException);
  @Nullable Consumer<? super CircuitBreaker.Change> listener;

  CircuitBreakerBuilder() {}

  /** What it is called in messages. */
  public CircuitBreakerBuilder name(String name) {
    this.name = Objects.requireNonNull(name, "name");
    return this;
  }

  /**
   * Judges by the last {@code calls} calls; the last 100 without this. Each that was seen takes a
   * byte.
   */
  public CircuitBreakerBuilder window(int calls) {
    window = positive(calls);
    span = null;
    return this;
  }

  /** Judges by the calls of the last {@code span}, which are forgotten a tenth of it at a time. */
  public CircuitBreakerBuilder window(Duration span) {
    Schedule.positive(span);
    this.span = span;
    return this;
  }

  /** Doesn't judge by fewer calls than this; 20 without this. */
  public CircuitBreakerBuilder minimumCalls(int calls) {
    minimum = positive(calls);
    return this;
  }

  /** Opens when at least this part of the calls failed, from above 0 to 1; 0.5 without this. */
  public CircuitBreakerBuilder failureRate(double part) {
    failureRate = part(part);
    return this;
  }

  /**
   * Opens also when at least {@code part} of the calls took {@code time} or longer, however they
   * ended; without this, time doesn't matter.
   */
  public CircuitBreakerBuilder slowCalls(Duration time, double part) {
    Schedule.positive(time);
    slowRate = part(part);
    slow = time;
    return this;
  }

  /** Stays open for this long, before it tests whether calls succeed again; 30 s without this. */
  public CircuitBreakerBuilder openFor(Duration time) {
    openFor = Schedule.notNegative(time);
    return this;
  }

  /** Tests with this many calls, at once or one after the other; 3 without this. */
  public CircuitBreakerBuilder probes(int calls) {
    probes = positive(calls);
    return this;
  }

  /** Counts only what is of {@code type} as a failure. */
  public CircuitBreakerBuilder on(Class<? extends Throwable> type) {
    return when(Objects.requireNonNull(type, "type")::isInstance);
  }

  /**
   * Counts only what {@code test} accepts as a failure; without this, every {@link Exception} but
   * an interrupt. Another exception counts as a success, since there was an answer; another {@link
   * Error} isn't counted.
   */
  public CircuitBreakerBuilder when(Predicate<Throwable> test) {
    failure = Objects.requireNonNull(test, "test");
    return this;
  }

  /**
   * Calls {@code listener} after each change, on the thread of the call that led to it. What it
   * throws goes to the environment's reporter.
   */
  public CircuitBreakerBuilder onStateChange(Consumer<? super CircuitBreaker.Change> listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /** A closed breaker with these settings. */
  public CircuitBreaker build() {
    return new CircuitBreaker(this);
  }

  private static int positive(int calls) {
    if (calls < 1) throw new IllegalArgumentException("not 1 call or more, but " + calls);
    return calls;
  }

  private static double part(double part) {
    if (part > 0 && part <= 1) return part;
    throw new IllegalArgumentException("a rate is from above 0 to 1, and not " + part);
  }
}
