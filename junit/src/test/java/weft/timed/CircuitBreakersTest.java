package weft.timed;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.moveOnAfter;
import static weft.Weft.scope;
import static weft.Weft.sleep;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import weft.junit.TestClock;
import weft.junit.Testing;
import weft.junit.WeftTest;
import weft.resilience.Bulkhead;
import weft.resilience.BulkheadFullException;
import weft.resilience.CircuitBreaker;
import weft.resilience.CircuitOpenException;
import weft.resource.Pool;
import weft.resource.PoolTimeoutException;

/** Circuit breakers, bulkheads and pools with many callers, under any schedule. */
class CircuitBreakersTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @WeftTest(seeds = 500)
  void opensProbesAndCloses(RandomGenerator random, TestClock clock) {
    var changes = new ArrayList<String>();
    var breaker =
        CircuitBreaker.builder()
            .window(4)
            .minimumCalls(4)
            .openFor(SECOND.multipliedBy(10))
            .probes(2)
            .onStateChange(c -> changes.add(c.to() + "@" + clock.elapsed().toSeconds()))
            .build();
    var probing = new int[1];
    var broken = Duration.ofSeconds(25);
    scope(s -> {
      for (int i = 0; i < 6; i++) {
        s.start(() -> {
          while (clock.elapsed().compareTo(Duration.ofSeconds(60)) < 0) {
            sleep(Duration.ofMillis(random.nextInt(100, 2_000)));
            try {
              breaker.call(() -> {
                int probe = breaker.state() == CircuitBreaker.State.HALF_OPEN ? 1 : 0;
                probing[0] += probe;
                try {
                  assertThat(probing[0]).as("probes at once").isLessThanOrEqualTo(2);
                  sleep(Duration.ofMillis(random.nextInt(50)));
                  if (clock.elapsed().compareTo(broken) < 0) throw new IOException("down");
                } finally {
                  probing[0] -= probe;
                }
              });
            } catch (IOException | CircuitOpenException e) {
              // as planned
            }
          }
        });
      }
    });
    assertThat(probing[0]).isZero();
    assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
    assertThat(changes.getFirst()).startsWith("OPEN@");
    assertThat(changes.getLast()).startsWith("CLOSED@");
    for (int i = 1; i < changes.size(); i++) {
      if (changes.get(i).startsWith("CLOSED")) {
        assertThat(changes.get(i - 1)).startsWith("HALF_OPEN");
      }
    }
  }

  @WeftTest(seeds = 500)
  void aBulkheadHoldsNoMoreThanItMay(RandomGenerator random) {
    var bulkhead = Bulkhead.of(2, 3);
    var inside = new int[1];
    List<String> refused = new ArrayList<>();
    scope(s -> {
      for (int i = 0; i < 10; i++) {
        s.start(() -> {
          sleep(Duration.ofMillis(random.nextInt(30)));
          try {
            moveOnAfter(
                Duration.ofMillis(random.nextInt(1, 60)),
                () ->
                    bulkhead.call(() -> {
                      assertThat(++inside[0]).isLessThanOrEqualTo(2);
                      try {
                        sleep(Duration.ofMillis(random.nextInt(40)));
                      } finally {
                        inside[0]--;
                      }
                      return "";
                    }));
          } catch (BulkheadFullException e) {
            refused.add("full");
          }
        });
      }
    });
    assertThat(bulkhead.running()).isZero();
    assertThat(bulkhead.waiters()).isZero();
  }

  @WeftTest(seeds = 500)
  void aPoolLendsEachOnceAndGetsAllBack(RandomGenerator random, TestClock clock) {
    var made = new int[1];
    var lent = new ArrayList<Integer>();
    var pool =
        Testing.watch(
            Pool.<Integer, RuntimeException>builder(
                    () -> {
                      sleep(Duration.ofMillis(random.nextInt(10)));
                      return ++made[0];
                    },
                    o -> sleep(Duration.ofMillis(random.nextInt(10))))
                .max(3)
                .build());
    try (pool) {
      scope(s -> {
        for (int i = 0; i < 12; i++) {
          s.start(() -> {
            sleep(Duration.ofMillis(random.nextInt(50)));
            try {
              moveOnAfter(
                  Duration.ofMillis(random.nextInt(1, 80)),
                  () ->
                      pool.use(o -> {
                        assertThat(lent).doesNotContain(o);
                        lent.add(o);
                        try {
                          sleep(Duration.ofMillis(random.nextInt(30)));
                        } finally {
                          lent.remove(o);
                        }
                      }));
            } catch (PoolTimeoutException e) {
              // none came free
            }
          });
        }
      });
      assertThat(pool.statistics().leased()).isZero();
      assertThat(pool.statistics().waiting()).isZero();
    }
    assertThat(lent).isEmpty();
    assertThat(pool.statistics().size()).isZero();
    assertThat(clock.elapsed()).isLessThan(SECOND);
  }
}
