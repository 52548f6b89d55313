package weft.resource;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import weft.Clock;
import weft.Mapper;
import weft.internal.call.Cancelled;

/**
 * The settings of a {@link Pool}; those not given are as said at each method.
 *
 * @param <T> what the pool lends
 * @param <X> what its creation may throw
 */
public final class PoolBuilder<T, X extends Exception> {
  final Resource<T, X> resource;
  String name = "pool";
  int min;
  int max = 10;
  Duration borrowWithin = Duration.ofSeconds(30);
  Duration releaseWithin = Exits.USUAL_LIMIT;
  long life = Long.MAX_VALUE;
  long idle = Long.MAX_VALUE;
  @Nullable Mapper<? super T, Boolean, ?> test;
  long testAfter;
  @Nullable ResourceAction<? super T, ?> reset;
  Predicate<Throwable> broken = Cancelled::ledTo;
  long leakAfter = Long.MAX_VALUE;
  boolean stacks;
  @Nullable Consumer<? super Leak> onLeak;
  @Nullable Consumer<? super Throwable> onError;

  PoolBuilder(Resource<T, X> resource) {
    this.resource = Objects.requireNonNull(resource, "resource");
  }

  /** What it is called in messages. */
  public PoolBuilder<T, X> name(String name) {
    this.name = Objects.requireNonNull(name, "name");
    return this;
  }

  /** The most objects at any time, those being created or disposed of included; 10 without this. */
  public PoolBuilder<T, X> max(int objects) {
    if (objects < 1) throw new IllegalArgumentException("not 1 object or more, but " + objects);
    max = objects;
    return this;
  }

  /** The fewest objects that {@link Pool#maintain} keeps; 0 without this. */
  public PoolBuilder<T, X> min(int objects) {
    if (objects < 0) throw new IllegalArgumentException("not 0 objects or more, but " + objects);
    min = objects;
    return this;
  }

  /**
   * How long {@link Pool#borrow} tries, waiting, validation and creation together; 30 s without
   * this.
   */
  public PoolBuilder<T, X> borrowWithin(Duration limit) {
    borrowWithin = positive(limit);
    return this;
  }

  /** How long a release may take, and a reset; 10 s without this. */
  public PoolBuilder<T, X> releaseWithin(Duration limit) {
    releaseWithin = positive(limit);
    return this;
  }

  /** Disposes of objects this long after their creation, once nobody uses them; never by itself. */
  public PoolBuilder<T, X> maxLifetime(Duration time) {
    life = nanos(time);
    return this;
  }

  /**
   * Disposes of objects that nobody has used for this long; never by itself. If there are fewer
   * than {@link #min} then, new ones take their place.
   */
  public PoolBuilder<T, X> maxIdle(Duration time) {
    idle = nanos(time);
    return this;
  }

  /**
   * Lends an object only if {@code test} says that it is well. If it doesn't, or throws, the object
   * is disposed of, and another is created for the borrower. The test may suspend; if it is
   * cancelled, the object is disposed of, too.
   */
  public PoolBuilder<T, X> validate(Mapper<? super T, Boolean, ?> test) {
    this.test = Objects.requireNonNull(test, "test");
    testAfter = 0;
    return this;
  }

  /** {@link #validate(Mapper)}, but only for those that nobody has used for {@code idle}. */
  public PoolBuilder<T, X> validate(Duration idle, Mapper<? super T, Boolean, ?> test) {
    this.test = Objects.requireNonNull(test, "test");
    testAfter = nanos(idle);
    return this;
  }

  /**
   * Runs {@code reset} on each object that comes back, shielded: to roll back a transaction, say.
   * If it throws, the object is disposed of.
   */
  public PoolBuilder<T, X> reset(ResourceAction<? super T, ?> reset) {
    this.reset = Objects.requireNonNull(reset, "reset");
    return this;
  }

  /**
   * After which failures of {@link Pool#use} the object is disposed of. Without this, where the use
   * was cut short by a cancellation, since nobody knows where it stopped.
   */
  public PoolBuilder<T, X> brokenIf(Predicate<Throwable> test) {
    broken = Objects.requireNonNull(test, "test");
    return this;
  }

  /** Reports a lease that is out for longer than {@code time}; {@link #onLeak} says to whom. */
  public PoolBuilder<T, X> leakAfter(Duration time) {
    leakAfter = nanos(time);
    return this;
  }

  /** Has reports of leaks say where the lease was borrowed: costs a stack trace a lease. */
  public PoolBuilder<T, X> captureStacks() {
    stacks = true;
    return this;
  }

  /**
   * Hears of leaks: of {@link #leakAfter}, and when the pool is closed. Called on any thread, that
   * of the timer included, and must be short. Without this, the logger {@code weft} gets a warning.
   */
  public PoolBuilder<T, X> onLeak(Consumer<? super Leak> listener) {
    onLeak = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Hears of what fails and has no caller to be thrown to: releases, resets, creations by {@link
   * Pool#maintain}. Without this, the environment's reporter does.
   */
  public PoolBuilder<T, X> onError(Consumer<? super Throwable> listener) {
    onError = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /**
   * An empty pool with these settings.
   *
   * @throws IllegalArgumentException if the least is more than the most
   */
  public Pool<T, X> build() {
    if (min > max) throw new IllegalArgumentException("a least of " + min + ", a most of " + max);
    return new Pool<>(this);
  }

  private static Duration positive(Duration time) {
    if (time.isPositive()) return time;
    throw new IllegalArgumentException("not a positive time: " + time);
  }

  private static long nanos(Duration time) {
    return positive(time).compareTo(Clock.FOREVER) > 0 ? Long.MAX_VALUE : time.toNanos();
  }
}
