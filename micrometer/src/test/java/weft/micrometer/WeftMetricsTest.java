package weft.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.scope;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Promise;
import weft.Task;
import weft.channel.Channel;
import weft.channel.WorkQueue;
import weft.resource.Pool;
import weft.sync.CapacityLimiter;
import weft.sync.RateLimiter;
import weft.sync.Semaphore;

/** What a registry reads. */
@Timeout(60)
class WeftMetricsTest {
  private final MockClock clock = new MockClock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);

  private double gauge(String meter, String name) {
    return registry.get(meter).tag("name", name).gauge().value();
  }

  private double tasks(String state) {
    return registry.get("weft.tasks").tag("state", state).gauge().value();
  }

  private static void untilWaiting(Task<?> task) {
    while (task.state() != Task.State.WAITING) Thread.yield();
  }

  @Test
  void tasksAreCountedByStateAndNotTooOften() {
    new WeftMetrics().tasks(Duration.ofSeconds(10)).bindTo(registry);
    double before = tasks("waiting");
    scope(s -> {
      for (int i = 0; i < 5; i++) untilWaiting(s.start(() -> new Promise<Void>().await()));
      assertThat(tasks("waiting")).as("counted just now").isEqualTo(before);
      clock.addSeconds(10);
      assertThat(tasks("waiting")).isEqualTo(before + 5);
      assertThat(tasks("running")).isPositive();
      assertThat(tasks("pending") + tasks("blocked")).isZero();
      s.cancel("seen");
    });
  }

  @Test
  void poolsTellTheirStatistics() {
    var pool = Pool.builder(Object::new, _ -> {}).max(2).build();
    new WeftMetrics().pool("db", pool).bindTo(registry);
    scope(s -> {
      var one = pool.borrow();
      var two = pool.borrow();
      var third = s.start(() -> pool.use(_ -> {}));
      untilWaiting(third);
      assertThat(gauge("weft.pool.size", "db")).isEqualTo(2);
      assertThat(gauge("weft.pool.leased", "db")).isEqualTo(2);
      assertThat(gauge("weft.pool.waiting", "db")).isEqualTo(1);
      assertThat(gauge("weft.pool.max", "db")).isEqualTo(2);
      one.close();
      third.await();
      two.invalidate();
      assertThat(gauge("weft.pool.idle", "db")).isEqualTo(1);
    });
    assertThat(registry.get("weft.pool.created").functionCounter().count()).isEqualTo(2);
    assertThat(registry.get("weft.pool.disposed").functionCounter().count()).isEqualTo(1);
    assertThat(registry.get("weft.pool.timeouts").functionCounter().count()).isZero();
    pool.close();
  }

  @Test
  void limitersTellWhatIsTakenAndWhoWaits() {
    var semaphore = new Semaphore(3);
    var hosts = new CapacityLimiter<String>(10, 2);
    var rate = RateLimiter.of(1, Duration.ofHours(1));
    new WeftMetrics()
        .limiter("permits", semaphore)
        .limiter("hosts", hosts)
        .limiter("rate", rate)
        .bindTo(registry);
    scope(s -> {
      var two = semaphore.acquireMany(2);
      untilWaiting(s.start(() -> semaphore.acquireMany(2)));
      assertThat(gauge("weft.limiter.used", "permits")).isEqualTo(2);
      assertThat(gauge("weft.limiter.limit", "permits")).isEqualTo(3);
      assertThat(gauge("weft.limiter.waiting", "permits")).isEqualTo(1);
      two.close();
      hosts.acquire("a");
      hosts.acquire("b");
      assertThat(gauge("weft.limiter.used", "hosts")).isEqualTo(2);
      assertThat(gauge("weft.limiter.limit", "hosts")).isEqualTo(10);
      rate.acquire();
      untilWaiting(s.start(rate::acquire));
      assertThat(gauge("weft.limiter.waiting", "rate")).isEqualTo(1);
      s.cancel("seen");
    });
  }

  @Test
  void queuesTellWhatIsInThem() {
    var jobs = WorkQueue.<Integer>unbounded();
    var channel = Channel.<Integer>buffered(1);
    new WeftMetrics().queue("jobs", jobs).queue("channel", channel).bindTo(registry);
    jobs.put(1);
    jobs.put(2);
    jobs.take();
    assertThat(gauge("weft.queue.size", "jobs")).isEqualTo(1);
    assertThat(gauge("weft.queue.unfinished", "jobs")).isEqualTo(2);
    scope(s -> {
      channel.send(1);
      untilWaiting(s.start(() -> channel.send(2)));
      assertThat(gauge("weft.queue.size", "channel")).isEqualTo(1);
      assertThat(gauge("weft.queue.capacity", "channel")).isEqualTo(1);
      assertThat(gauge("weft.queue.senders", "channel")).isEqualTo(1);
      assertThat(gauge("weft.queue.receivers", "channel")).isZero();
      s.cancel("seen");
    });
  }
}
