package weft.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;
import weft.channel.Channel;
import weft.channel.WorkQueue;
import weft.resource.Pool;
import weft.resource.PoolStatistics;
import weft.sync.CapacityLimiter;
import weft.sync.RateLimiter;
import weft.sync.Semaphore;

/**
 * Meters for the tasks of the program, and for the pools, limiters and queues that are named here.
 *
 * <pre>{@code
 * new WeftMetrics()
 *     .tasks(Duration.ofSeconds(10))
 *     .pool("orders-db", pool)
 *     .queue("jobs", queue)
 *     .bindTo(registry);
 * }</pre>
 *
 * <p>All of them are asked when the registry is read, and cost nothing in between. What is named is
 * kept from being collected by the registry, so name what lives as long as the program. Name all
 * before {@link #bindTo}. Gauges and counters carry the name as the tag {@code name}:
 *
 * <ul>
 *   <li>{@code weft.tasks}, by {@code state}: pending, running, waiting, blocked;
 *   <li>{@code weft.pool.size}, {@code .idle}, {@code .leased}, {@code .waiting}, {@code .max}, and
 *       the counters {@code .created}, {@code .disposed}, {@code .timeouts};
 *   <li>{@code weft.limiter.used}, {@code .limit}, {@code .waiting};
 *   <li>{@code weft.queue.size}, {@code .unfinished} of a work queue, {@code .capacity} of a
 *       channel, and {@code .senders} and {@code .receivers} that wait at one.
 * </ul>
 */
public final class WeftMetrics implements MeterBinder {
  private final List<MeterBinder> binders = new CopyOnWriteArrayList<>();

  /** Meters for nothing yet. */
  public WeftMetrics() {}

  /**
   * Counts the tasks of the program by state. That takes about a microsecond a task, so a count
   * serves for {@code atMostEvery} this time, however often the registry is read.
   */
  public WeftMetrics tasks(Duration atMostEvery) {
    var census = new Census(Objects.requireNonNull(atMostEvery, "atMostEvery"));
    return add(census::bindTo);
  }

  /** Watches a pool. */
  public WeftMetrics pool(String name, Pool<?, ?> pool) {
    var meters = new Meters<Pool<?, ?>>("weft.pool", name, pool);
    return add(registry -> {
      meters.gauge(registry, "size", "objects in the pool", pool(PoolStatistics::size));
      meters.gauge(registry, "idle", "objects nobody uses", pool(PoolStatistics::idle));
      meters.gauge(registry, "leased", "objects that are lent", pool(PoolStatistics::leased));
      meters.gauge(registry, "waiting", "tasks that wait for one", pool(PoolStatistics::waiting));
      meters.gauge(registry, "max", "the most objects", pool(PoolStatistics::max));
      meters.counter(registry, "created", "objects created", pool(PoolStatistics::created));
      meters.counter(registry, "disposed", "objects disposed of", pool(PoolStatistics::disposed));
      meters.counter(registry, "timeouts", "borrows in vain", pool(PoolStatistics::timeouts));
    });
  }

  private static ToDoubleFunction<Pool<?, ?>> pool(ToDoubleFunction<PoolStatistics> figure) {
    return pool -> figure.applyAsDouble(pool.statistics());
  }

  /** Watches a semaphore. */
  public WeftMetrics limiter(String name, Semaphore limiter) {
    return limiter(
        new Meters<>("weft.limiter", name, limiter),
        s -> s.permits() - s.available(),
        Semaphore::permits,
        Semaphore::waiters);
  }

  /** Watches a capacity limiter, all of its keys together. */
  public WeftMetrics limiter(String name, CapacityLimiter<?> limiter) {
    return limiter(
        new Meters<CapacityLimiter<?>>("weft.limiter", name, limiter),
        CapacityLimiter::inUse,
        CapacityLimiter::limit,
        CapacityLimiter::waiters);
  }

  private <T> WeftMetrics limiter(
      Meters<T> meters,
      ToDoubleFunction<T> used,
      ToDoubleFunction<T> limit,
      ToDoubleFunction<T> waiting) {
    return add(registry -> {
      meters.gauge(registry, "used", "permits that are taken", used);
      meters.gauge(registry, "limit", "permits in all", limit);
      meters.gauge(registry, "waiting", "tasks that wait for one", waiting);
    });
  }

  /** Watches a rate limiter: how many tasks wait for their turn. */
  public WeftMetrics limiter(String name, RateLimiter limiter) {
    var meters = new Meters<>("weft.limiter", name, limiter);
    return add(registry ->
        meters.gauge(registry, "waiting", "tasks that wait for a turn", RateLimiter::waiters));
  }

  /** Watches a work queue. */
  public WeftMetrics queue(String name, WorkQueue<?> queue) {
    var meters = new Meters<WorkQueue<?>>("weft.queue", name, queue);
    return add(registry -> {
      meters.gauge(registry, "size", "items in the queue", WorkQueue::size);
      meters.gauge(registry, "unfinished", "items put and not done", WorkQueue::unfinished);
    });
  }

  /** Watches a channel. */
  public WeftMetrics queue(String name, Channel<?> channel) {
    var meters = new Meters<Channel<?>>("weft.queue", name, channel);
    return add(registry -> {
      meters.gauge(registry, "size", "elements in the channel", Channel::size);
      meters.gauge(registry, "capacity", "the most elements", Channel::capacity);
      meters.gauge(registry, "senders", "tasks that wait to send", Channel::waitingSenders);
      meters.gauge(registry, "receivers", "tasks that wait to receive", Channel::waitingReceivers);
    });
  }

  private WeftMetrics add(MeterBinder binder) {
    binders.add(binder);
    return this;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (var binder : binders) binder.bindTo(registry);
  }
}
