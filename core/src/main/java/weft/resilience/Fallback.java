package weft.resilience;

import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import weft.Body;
import weft.CancelledError;
import weft.Mapper;
import weft.internal.call.Cancelled;
import weft.internal.call.Judge;

/**
 * What to take where a call fails: a value, or what another way gives.
 *
 * <p>Immutable: each method returns a changed copy, which may be shared. Without {@link #on} or
 * {@link #when} it stands in for every {@link Exception} but an interrupt; for an {@link Error}
 * only if asked to, and for a cancellation never.
 *
 * <pre>{@code
 * var cached = Fallback.of(failure -> cache.get(key)).on(IOException.class).around(breaker);
 * String page = cached.call(() -> fetch(key));
 * }</pre>
 *
 * @param <T> what it stands in for
 */
public final class Fallback<T extends @Nullable Object> {
  private final Mapper<? super Throwable, ? extends T, ? extends RuntimeException> other;
  private final Predicate<Throwable> test;
  private final @Nullable CallPolicy inner;

  private Fallback(
      Mapper<? super Throwable, ? extends T, ? extends RuntimeException> other,
      Predicate<Throwable> test,
      @Nullable CallPolicy inner) {
    this.other = other;
    this.test = test;
    this.inner = inner;
  }

  /** {@code value} instead. */
  public static <T extends @Nullable Object> Fallback<T> value(T value) {
    return of(failure -> value);
  }

  /**
   * What {@code other} makes of the failure instead; it may suspend. If it throws in its turn, that
   * comes out, with the failure suppressed.
   */
  public static <T extends @Nullable Object> Fallback<T> of(
      Mapper<? super Throwable, ? extends T, ? extends RuntimeException> other) {
    return new Fallback<>(
        Objects.requireNonNull(other, "other"),
        error -> error instanceof Exception && !(error instanceof InterruptedException),
        null);
  }

  /** Stands in for failures of {@code type} only. */
  public Fallback<T> on(Class<? extends Throwable> type) {
    return when(Objects.requireNonNull(type, "type")::isInstance);
  }

  /** Stands in for failures that {@code test} accepts only. */
  public Fallback<T> when(Predicate<Throwable> test) {
    return new Fallback<>(other, Objects.requireNonNull(test, "test"), inner);
  }

  /** Calls by {@code policy}, and stands in when that fails. */
  public Fallback<T> around(CallPolicy policy) {
    Objects.requireNonNull(policy, "policy");
    return new Fallback<>(other, test, inner == null ? policy : inner.around(policy));
  }

  /**
   * Calls {@code body}; returns what it does, or what stands in for it.
   *
   * @throws X what the body throws, where nothing stands in for it
   * @throws CancelledError if the caller is cancelled
   */
  public <X extends Throwable> T call(Body<? extends T, X> body) throws X {
    try {
      return inner == null ? body.call() : inner.<T, X>call((Body<T, X>) body::call);
    } catch (CancelledError e) {
      throw e;
    } catch (Throwable t) {
      if (!Judge.accepts(test, t) || Cancelled.ledTo(t)) throw t;
      return instead(t);
    }
  }

  private T instead(Throwable failure) {
    try {
      return other.apply(failure);
    } catch (Throwable t) {
      if (t != failure) t.addSuppressed(failure);
      throw t;
    }
  }

  @Override
  public String toString() {
    return inner == null ? "fallback" : "fallback around " + inner;
  }
}
