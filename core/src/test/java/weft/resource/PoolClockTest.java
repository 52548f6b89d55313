package weft.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.ScopeAction;
import weft.StepClock;
import weft.Task;
import weft.Weft;

/** Ages, deadlines and leaks, on a clock that is moved by hand. */
@Timeout(30)
class PoolClockTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final StepClock clock = new StepClock();
  private final AtomicInteger made = new AtomicInteger();
  private final List<String> disposed = new CopyOnWriteArrayList<>();
  private final List<Throwable> errors = new CopyOnWriteArrayList<>();
  private final List<Leak> leaks = new CopyOnWriteArrayList<>();
  private volatile boolean broken;

  private PoolBuilder<String, IOException> settings() {
    Resource<String, IOException> numbered =
        Resource.of(
            () -> {
              if (broken) throw new IOException("no connection");
              return "" + made.incrementAndGet();
            },
            disposed::add);
    return Pool.builder(numbered).onError(errors::add).onLeak(leaks::add);
  }

  private void run(ScopeAction<?> body) throws Exception {
    try {
      clock.environment().run(() -> Weft.scope(body));
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }

  private static String name(Pool<String, IOException> pool) throws IOException {
    return pool.<String, RuntimeException>use(s -> s);
  }

  private static void untilWaiting(Task<?> task) {
    while (task.state() != Task.State.WAITING) Thread.onSpinWait();
  }

  @Test
  void aBorrowerGivesUpInTime() throws Exception {
    run(s -> {
      var pool = settings().name("the pool").max(1).borrowWithin(SECOND).build();
      var lease = pool.borrow();
      var late = s.start(() -> catchThrowable(pool::borrow));
      untilWaiting(late);
      clock.advance(SECOND);
      assertThat(late.await())
          .isInstanceOf(PoolTimeoutException.class)
          .hasMessageStartingWith("nothing to borrow within 1000 ms from the pool, 1 of 1 in it");
      assertThat(pool.statistics().timeouts()).isEqualTo(1);
      assertThat(pool.statistics().waiting()).isZero();
      lease.close();
      assertThat(name(pool)).isEqualTo("1");
    });
    assertThat(clock.timers()).isZero();
  }

  @Test
  void theTimeToBorrowLimitsCreationToo() throws Exception {
    run(s -> {
      var pool =
          Pool.builder(
                  Resource.of(
                      () -> {
                        Weft.sleep(MINUTE);
                        return "late";
                      },
                      x -> {}))
              .borrowWithin(SECOND)
              .build();
      var late = s.start(() -> catchThrowable(pool::borrow));
      untilWaiting(late);
      clock.advance(SECOND);
      assertThat(late.await()).isInstanceOf(PoolTimeoutException.class);
      assertThat(pool.statistics().size()).isZero();
    });
  }

  @Test
  void theOldAreNotLent() throws Exception {
    run(s -> {
      var pool = settings().maxLifetime(MINUTE).maxIdle(SECOND.multipliedBy(10)).build();
      assertThat(name(pool)).isEqualTo("1");
      clock.advance(SECOND.multipliedBy(9));
      assertThat(name(pool)).isEqualTo("1");
      clock.advance(SECOND.multipliedBy(10));
      assertThat(name(pool)).as("idle for too long").isEqualTo("2");
      for (int i = 0; i < 6; i++) {
        clock.advance(SECOND.multipliedBy(9));
        assertThat(name(pool)).isEqualTo("2");
      }
      clock.advance(SECOND.multipliedBy(9));
      assertThat(name(pool)).as("too old").isEqualTo("3");
      assertThat(disposed).containsExactly("1", "2");
    });
  }

  @Test
  void oneThatGrewOldInUseIsDisposedOf() throws Exception {
    run(s -> {
      var pool = settings().maxLifetime(MINUTE).build();
      try (var _ = pool.borrow()) {
        clock.advance(MINUTE);
        assertThat(disposed).isEmpty();
      }
      assertThat(disposed).containsExactly("1");
    });
  }

  @Test
  void onlyThoseIdleForAWhileAreValidated() throws Exception {
    var tests = new AtomicInteger();
    run(s -> {
      var pool = settings().validate(SECOND, x -> tests.incrementAndGet() > 0).build();
      name(pool);
      clock.advance(SECOND.minusNanos(1));
      name(pool);
      assertThat(tests).hasValue(0);
      clock.advance(SECOND);
      name(pool);
      assertThat(tests).hasValue(1);
    });
  }

  @Test
  void maintenanceRemovesTheOldAndKeepsTheFewest() throws Exception {
    run(s -> {
      var pool = settings().min(2).maxIdle(MINUTE).build();
      var maintenance = s.background("maintenance", pool::maintain);
      while (pool.statistics().idle() < 2) Thread.onSpinWait();
      untilWaiting(maintenance);
      var leases = List.of(pool.borrow(), pool.borrow(), pool.borrow());
      clock.advance(SECOND.multipliedBy(30));
      leases.forEach(Lease::close);
      while (clock.timers() == 0) Thread.onSpinWait();
      untilWaiting(maintenance);
      clock.advance(SECOND.multipliedBy(59));
      assertThat(disposed).isEmpty();
      // The first to look may have been set for the state before.
      while (disposed.size() < 3) {
        clock.advance(SECOND);
        Thread.onSpinWait();
      }
      assertThat(clock.nanoTime()).isGreaterThanOrEqualTo(SECOND.multipliedBy(90).toNanos());
      while (pool.statistics().idle() < 2) Thread.onSpinWait();
      assertThat(disposed.subList(0, 3)).containsExactlyInAnyOrder("1", "2", "3");
    });
  }

  @Test
  void maintenanceReplacesABrokenOne() throws Exception {
    run(s -> {
      var pool = settings().min(1).build();
      var maintenance = s.background("maintenance", pool::maintain);
      while (pool.statistics().idle() < 1) Thread.onSpinWait();
      untilWaiting(maintenance);
      pool.borrow().invalidate();
      while (pool.statistics().idle() < 1) Thread.onSpinWait();
      assertThat(made).hasValue(2);
    });
  }

  @Test
  void maintenanceIsPatientWithWhatFails() throws Exception {
    broken = true;
    run(s -> {
      var pool = settings().min(1).build();
      s.background("maintenance", pool::maintain);
      for (int second = 1; second <= 4; second *= 2) {
        while (clock.timers() == 0) Thread.onSpinWait();
        assertThat(clock.next() - clock.nanoTime()).isEqualTo(SECOND.toNanos() * second);
        clock.advance(SECOND.multipliedBy(second));
      }
      while (clock.timers() == 0) Thread.onSpinWait();
      assertThat(errors).hasSize(4);
      assertThat(pool.statistics().size()).isZero();
      broken = false;
      clock.advance(SECOND.multipliedBy(8));
      while (pool.statistics().idle() < 1) Thread.onSpinWait();
    });
  }

  @Test
  void maintenanceEndsWithThePool() throws Exception {
    run(s -> {
      var pool = settings().min(1).build();
      var maintenance = s.start(pool::maintain);
      while (pool.statistics().idle() < 1) Thread.onSpinWait();
      pool.close();
      maintenance.await();
    });
    assertThat(disposed).containsExactly("1");
  }

  @Test
  void aLeaseThatIsOutForLongIsReported() throws Exception {
    run(s -> {
      var pool = settings().name("the pool").leakAfter(MINUTE).captureStacks().build();
      s.start(
              "borrower",
              () -> {
                pool.use(x -> {
                  clock.advance(MINUTE.minusNanos(1));
                });
                assertThat(leaks).isEmpty();
                try (var _ = pool.borrow()) {
                  clock.advance(MINUTE);
                }
              })
          .await();
    });
    assertThat(leaks)
        .singleElement()
        .satisfies(leak -> {
          assertThat(leak)
              .hasToString("what 'borrower' borrowed from the pool is out for 60000 ms now");
          assertThat(leak.where().orElseThrow().getStackTrace())
              .anyMatch(frame -> frame.getClassName().equals(PoolClockTest.class.getName()));
        });
    assertThat(clock.timers()).isZero();
  }

  @Test
  void whatIsOutWhenThePoolHasClosedIsReported() throws Exception {
    run(s -> {
      var pool = settings().build();
      var lease = pool.borrow();
      var closing = s.start(() -> pool.closeWithin(SECOND));
      untilWaiting(closing);
      clock.advance(SECOND);
      assertThat(closing.await()).isFalse();
      assertThat(leaks).singleElement().extracting(Leak::held).isEqualTo(SECOND);
      lease.close();
      assertThat(disposed).containsExactly("1");
      assertThat(pool.closeWithin(SECOND)).isTrue();
    });
  }
}
