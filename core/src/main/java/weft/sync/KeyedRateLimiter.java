package weft.sync;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import weft.CancelledError;

/**
 * A {@link RateLimiter} for each key. A key takes memory only while it is used.
 *
 * @param <K> the type of the key, usable in a hash map
 */
public final class KeyedRateLimiter<K> {
  private static final int SWEEP_EVERY = 1024;

  private final Function<? super K, RateLimiter> rate;
  private final ConcurrentHashMap<K, RateLimiter> limiters = new ConcurrentHashMap<>();
  private final AtomicInteger uses = new AtomicInteger();

  /**
   * Each key with the limiter that {@code rate} makes for it; it may be made anew after a pause.
   */
  public KeyedRateLimiter(Function<? super K, RateLimiter> rate) {
    this.rate = rate;
  }

  /** A smooth limiter for each key: {@code turns} in each period. */
  public static <K> KeyedRateLimiter<K> of(int turns, Duration per) {
    RateLimiter.of(turns, per); // a bad rate is refused here, not at its first use
    return new KeyedRateLimiter<>(key -> RateLimiter.of(turns, per));
  }

  /**
   * Waits for the next turn of {@code key}.
   *
   * @throws CancelledError if the caller is cancelled; its turn then goes to the next
   */
  public void acquire(K key) {
    if (uses.incrementAndGet() % SWEEP_EVERY == 0) {
      limiters.values().removeIf(RateLimiter::retire);
    }
    boolean acquired;
    do {
      acquired = limiter(key).acquireUnlessRetired();
    } while (!acquired); // retired between the two steps, and out of the map by now or soon
  }

  private RateLimiter limiter(K key) {
    if (key == null) throw new IllegalArgumentException("a rate limiter takes no null as key");
    return limiters.computeIfAbsent(
        key, k -> Objects.requireNonNull(rate.apply(k), "the rate function returned null"));
  }
}
