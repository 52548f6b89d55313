package weft.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.Weft.scope;
import static weft.Weft.sleep;
import static weft.Weft.timeout;
import static weft.Weft.toThread;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import weft.Environment;
import weft.Promise;
import weft.TimeoutException;
import weft.Weft;

/** Time jumps when nothing can run, and only then. */
class VirtualTimeTest {
  private final TestClock clock = TestClock.current(); // made on the loop
  private final List<String> seen = new ArrayList<>();

  @BeforeEach
  void setUp() {
    assertThat(TestClock.current()).isSameAs(clock);
    sleep(Duration.ofDays(1));
  }

  @AfterEach
  void tearDown() {
    assertThat(clock.elapsed()).isGreaterThanOrEqualTo(Duration.ofDays(1));
    sleep(Duration.ofDays(1));
  }

  private void note(String what) {
    seen.add(what + "@" + clock.elapsed().minusDays(1).toSeconds());
  }

  @WeftTest
  void anHourPasses() {
    sleep(Duration.ofHours(1));
    assertThat(clock.elapsed()).isEqualTo(Duration.ofHours(25));
    assertThat(Environment.current().clock().now())
        .isEqualTo(TestClock.START.plus(Duration.ofHours(25)));
  }

  @WeftTest
  void timersComeInTheirOrder() {
    scope(s -> {
      s.start(() -> {
        sleep(Duration.ofSeconds(3));
        note("c");
      });
      s.start(() -> {
        sleep(Duration.ofSeconds(1));
        note("a");
        sleep(Duration.ofSeconds(3));
        note("d");
      });
      s.start(() -> {
        sleep(Duration.ofSeconds(2));
        note("b");
      });
    });
    assertThat(seen).containsExactly("a@1", "b@2", "c@3", "d@4");
  }

  @WeftTest
  void aDeadlinePasses() {
    assertThatThrownBy(() -> timeout(Duration.ofHours(1), () -> new Promise<>().await()))
        .isInstanceOf(TimeoutException.class);
    assertThat(clock.elapsed()).isEqualTo(Duration.ofHours(25));
    assertThat(clock.timers()).isZero();
  }

  @WeftTest
  void tasksThatRunHoldIt() {
    scope(s -> {
      s.start(() -> {
        sleep(Duration.ofSeconds(1));
        note("slept");
      });
      for (int i = 0; i < 1_000; i++) sleep(Duration.ZERO);
      note("ran");
    });
    assertThat(seen).containsExactly("ran@0", "slept@1");
  }

  @WeftTest
  void offLoadedWorkHoldsIt() throws Exception {
    var go = new CountDownLatch(1);
    scope(s -> {
      s.start(() -> {
        sleep(Duration.ofSeconds(1));
        note("slept");
      });
      s.start(() -> {
        toThread(() -> go.await());
        note("worked");
      });
      Thread.ofPlatform().start(go::countDown);
    });
    assertThat(seen).containsExactly("worked@0", "slept@1");
  }

  @WeftTest(seeds = 50)
  void soDoesWorkThatHasWaitedForTheTest() {
    scope(s -> {
      s.start(() -> {
        sleep(Duration.ofSeconds(1));
        note("slept");
      });
      s.start(() -> {
        toThread(() -> {
          Testing.waitAllTasksBlocked(); // so that the loop finds nothing but this
          for (int i = 0; i < 100_000; i++) Thread.onSpinWait();
          return "";
        });
        note("worked");
      });
    });
    assertThat(seen).containsExactly("worked@0", "slept@1");
  }

  @WeftTest
  void offLoadedWorkMaySleepItself() {
    toThread(() -> sleep(Duration.ofHours(1)));
    assertThat(clock.elapsed()).isEqualTo(Duration.ofHours(25));
  }

  @WeftTest
  void sleepOfTheJdkHoldsIt() {
    scope(s -> {
      s.start(() -> {
        sleep(Duration.ofSeconds(1));
        note("slept");
      });
      s.start(() -> {
        Thread.sleep(1);
        note("slept in the JDK");
      });
    });
    assertThat(seen).containsExactly("slept in the JDK@0", "slept@1");
  }

  @WeftTest
  void aHoldHoldsIt() {
    var promise = new Promise<String>();
    var hold = clock.hold();
    Thread.ofPlatform()
        .start(() -> {
          promise.complete("from elsewhere");
          hold.close();
          hold.close();
        });
    assertThat(timeout(Duration.ofSeconds(1), promise::await)).isEqualTo("from elsewhere");
    sleep(Duration.ofSeconds(1));
  }

  @WeftTest
  void movedByHand() {
    clock.autojump(false);
    scope(s -> {
      var task =
          s.start(() -> {
            for (int i = 0; i < 3; i++) {
              sleep(Duration.ofSeconds(2));
              note("tick");
            }
          });
      clock.advance(Duration.ofSeconds(5));
      assertThat(seen).containsExactly("tick@2", "tick@4");
      assertThat(clock.untilNext()).contains(Duration.ofSeconds(1));
      assertThat(task.isDone()).isFalse();
      clock.autojump(true);
      task.await();
    });
    assertThat(seen).containsExactly("tick@2", "tick@4", "tick@6");
  }

  @WeftTest
  void timeDoesNotGoBack() {
    assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @WeftTest
  void manySleepers() {
    var ended =
        Weft.gather(
            java.util.stream.IntStream.range(0, 20_000).boxed().toList(),
            i -> {
              sleep(Duration.ofMillis(i));
              return i;
            });
    assertThat(ended).hasSize(20_000);
    assertThat(clock.elapsed()).isEqualTo(Duration.ofDays(1).plusMillis(19_999));
  }

  @WeftTest
  void theBodysThreadIsVirtual() {
    assertThat(Thread.currentThread().isVirtual()).isTrue();
    assertThat(Thread.currentThread().getName()).isEqualTo("main");
  }

  /** Some of those are no number of milliseconds, which it would say otherwise. */
  @WeftTest
  void aTimeoutThatStandsForNeverSaysWhenItPassed() {
    for (var never : List.of(Duration.ofSeconds(Long.MAX_VALUE), Duration.ofDays(36_500))) {
      assertThatThrownBy(() -> timeout(never, () -> new Promise<Void>().await()))
          .hasMessage("not done within 100 years");
    }
  }

  @WeftTest(seeds = 200)
  void whatACancellationClosesHoldsTheClock() {
    var closed = new Promise<Void>();
    Weft.moveOnAfter(
        Duration.ofSeconds(1),
        () -> Weft.onCancel(() -> closed.complete(null), () -> Weft.shield(closed::await)));
    note("closed");
    scope(s -> {
      s.start(() -> sleep(Duration.ofHours(1))); // what the clock would jump to
      var work = new weft.CancelScope();
      Weft.moveOnAfter(
          Duration.ofSeconds(1),
          () ->
              Weft.onCancel(
                  () -> work.expireIn(Duration.ofSeconds(3)),
                  () -> Weft.shield(() -> work.run(() -> sleep(Duration.ofHours(2))))));
      note("cut");
    });
    assertThat(seen).containsExactly("closed@1", "cut@5");
  }
}
