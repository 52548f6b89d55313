package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static weft.Weft.await;
import static weft.Weft.scope;
import static weft.Weft.sleep;
import static weft.Weft.timeout;
import static weft.Weft.toThread;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import weft.internal.loop.Dispatcher;
import weft.internal.loop.Outside;
import weft.internal.loop.Tuning;
import weft.internal.loop.Tuning.Carrier;

/** What the test kit builds upon: the choice of who is next, and the idle hook. */
@ParameterizedClass
@EnumSource(value = Carrier.class, names = "BEST", mode = EnumSource.Mode.EXCLUDE)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EventLoopTuningTest {
  @Parameter Carrier carrier;

  private Loops loops;

  @BeforeEach
  void makeLoops() {
    loops = new Loops(carrier);
  }

  private final StepClock clock = new StepClock();

  /** Moves the clock to its next timer if nothing goes on outside. */
  private boolean jump(Dispatcher dispatcher) {
    var outside = dispatcher.outside();
    if (outside.count(Outside.Kind.WORK) > 0 || outside.count(Outside.Kind.STAGE) > 0) return false;
    if (dispatcher.ready() > 0) return true; // what has just ended outside woke somebody first
    long next = clock.next();
    if (next == Long.MAX_VALUE) return false;
    clock.advance(Duration.ofNanos(Math.max(0, next - clock.nanoTime())));
    return true;
  }

  private void inVirtualTime(Action<?> body) throws Throwable {
    loops = new Loops(carrier, clock);
    loops.tuned(Tuning.STANDARD.unwatched().whenIdle(this::jump), body);
  }

  private List<Integer> schedule(long seed) throws Throwable {
    var random = new SplittableRandom(seed);
    var order = new ArrayList<Integer>();
    loops.tuned(
        Tuning.STANDARD.choosing(random::nextInt),
        () -> {
          var loop = EventLoop.current();
          scope(s -> {
            for (int i = 0; i < 5; i++) {
              int own = i;
              s.start(() -> {
                for (int k = 0; k < 5; k++) {
                  order.add(own);
                  sleep(Duration.ZERO);
                }
              });
              loop.callSoon(() -> order.add(100 + own));
            }
          });
        });
    return order;
  }

  @Proof
  @Test
  void aSeedIsASchedule() throws Throwable {
    var schedules = new HashSet<List<Integer>>();
    for (long seed = 0; seed < 200; seed++) {
      var schedule = schedule(seed);
      assertThat(schedule).hasSize(30).isEqualTo(schedule(seed));
      schedules.add(schedule);
    }
    assertThat(schedules).hasSizeGreaterThan(190);
  }

  @Test
  void anHourTakesNoTime() throws Throwable {
    var order = new ArrayList<String>();
    inVirtualTime(() -> {
      var loop = EventLoop.current();
      loop.callLater(Duration.ofMinutes(59), () -> order.add("59"));
      scope(s -> {
        s.start(() -> {
          sleep(Duration.ofHours(1));
          order.add("60");
        });
        sleep(Duration.ofMinutes(30));
        order.add("30");
      });
      assertThat(loop.time()).isEqualTo(Duration.ofHours(1));
    });
    assertThat(order).containsExactly("30", "59", "60");
  }

  @Test
  void whatIsCancelledMovesNoClock() throws Throwable {
    inVirtualTime(() -> {
      var loop = EventLoop.current();
      timeout(Duration.ofHours(5), () -> sleep(Duration.ofSeconds(1)));
      sleep(Duration.ofSeconds(1));
      assertThat(loop.time()).isEqualTo(Duration.ofSeconds(2));
      assertThatExceptionOfType(weft.TimeoutException.class)
          .isThrownBy(() -> timeout(Duration.ofSeconds(3), () -> sleep(Duration.ofHours(1))));
      assertThat(loop.time()).isEqualTo(Duration.ofSeconds(5));
    });
    assertThat(clock.timers()).isZero();
  }

  @Test
  void workElsewhereHoldsTheClock() throws Throwable {
    inVirtualTime(() -> {
      var loop = EventLoop.current();
      for (int i = 0; i < 200; i++) {
        var before = loop.time();
        scope(s -> {
          var sleeper = s.start(() -> sleep(Duration.ofHours(1)));
          toThread(() -> LockSupport.parkNanos(1_000));
          assertThat(loop.time()).isEqualTo(before);
          await(CompletableFuture.runAsync(() -> LockSupport.parkNanos(1_000)));
          assertThat(loop.time()).isEqualTo(before);
          sleeper.await();
        });
        assertThat(loop.time()).isEqualTo(before.plusHours(1));
      }
    });
  }

  /** Or it would wait for a clock that waits for it. */
  @Test
  void workElsewhereThatSleepsDoesNotHoldIt() throws Throwable {
    inVirtualTime(() -> {
      for (int i = 0; i < 200; i++) {
        var sum = new AtomicInteger();
        toThread(() -> {
          sleep(Duration.ofMinutes(1));
          scope(s -> {
            for (int k = 0; k < 3; k++) {
              s.start(() -> {
                sleep(Duration.ofMinutes(1));
                sum.incrementAndGet();
              });
            }
          });
        });
        assertThat(sum).hasValue(3);
      }
      assertThat(EventLoop.current().time()).isEqualTo(Duration.ofMinutes(400));
    });
  }

  @Test
  void aBlockingCallHoldsTheClock() throws Throwable {
    inVirtualTime(() ->
        scope(s -> {
          s.start(() -> sleep(Duration.ofHours(1)));
          sleep(Duration.ZERO);
          LockSupport.parkNanos(100_000);
          assertThat(clock.nanoTime()).isZero();
        }));
  }
}
