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

  /**
   * A smooth limiter for each key: {@code turns} in each period.
   *
   * @throws IllegalArgumentException if that is less than 1, or the period isn't positive
   */
  public static <K> KeyedRateLimiter<K> of(int turns, Duration per) {
    RateLimiter.of(turns, per); // a bad rate is refused here, not at its first use
    return new KeyedRateLimiter<>(key -> RateLimiter.of(turns, per));
  }

  /**
   * A limiter for each key that, after a pause, lets {@code burst} go at once.
   *
   * @throws IllegalArgumentException if one is less than 1, or the period isn't positive
   */
  public static <K> KeyedRateLimiter<K> bursty(int turns, Duration per, int burst) {
    RateLimiter.bursty(turns, per, burst);
    return new KeyedRateLimiter<>(key -> RateLimiter.bursty(turns, per, burst));
  }

  /**
   * Waits for the next turn of {@code key}.
   *
   * @throws CancelledError if the caller is cancelled; its turn then goes to the next
   */
  public void acquire(K key) {
    acquireMany(key, 1);
  }

  /**
   * Waits for {@code turns} of {@code key} in a row; see {@link RateLimiter#acquireMany}.
   *
   * @throws IllegalArgumentException if that is less than 1
   * @throws CancelledError if the caller is cancelled; its turns then go to the next
   */
  public void acquireMany(K key, int turns) {
    boolean unused = use(key, limiter -> limiter.take(turns, true));
  }

  /** Takes a turn of {@code key} if one is due and nobody waits for it. */
  public boolean tryAcquire(K key) {
    return use(key, limiter -> limiter.take(1, false));
  }

  private boolean use(K key, Function<RateLimiter, RateLimiter.Answer> attempt) {
    if (key == null) throw new IllegalArgumentException("a rate limiter takes no null as key");
    if (uses.incrementAndGet() % SWEEP_EVERY == 0) {
      limiters.values().removeIf(RateLimiter::retire);
    }
    while (true) {
      var limiter = limiters.computeIfAbsent(key, this::make);
      var answer = attempt.apply(limiter);
      if (answer != RateLimiter.Answer.RETIRED) return answer == RateLimiter.Answer.TAKEN;
      limiters.remove(key, limiter); // retired between the two steps
    }
  }

  private RateLimiter make(K key) {
    var limiter = Objects.requireNonNull(rate.apply(key), "the rate function returned null");
    return limiter.revive(); // several keys may share one
  }

  /** How many tasks wait for {@code key}. */
  public int waiters(K key) {
    var limiter = limiters.get(key);
    return limiter == null ? 0 : limiter.waiters();
  }

  /** How many tasks wait. */
  public int waiters() {
    return limiters.values().stream().mapToInt(RateLimiter::waiters).sum();
  }

  @Override
  public String toString() {
    return "rate limiter of " + limiters.size() + " keys" + Waits.text(waiters());
  }
}
