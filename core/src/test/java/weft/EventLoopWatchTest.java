package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.scope;
import static weft.Weft.sleep;
import static weft.Weft.toThread;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import weft.internal.loop.Tuning.Carrier;
import weft.sync.Mutex;

/** Steps that block a loop, and tasks that wait for each other, are noticed. */
@ParameterizedClass
@EnumSource(value = Carrier.class, names = "BEST", mode = EnumSource.Mode.EXCLUDE)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EventLoopWatchTest {
  @Parameter Carrier carrier;

  private Loops loops;

  @BeforeEach
  void makeLoops() {
    loops = new Loops(carrier);
  }

  private final ManualClock clock = new ManualClock();
  private final CountDownLatch go = new CountDownLatch(1);

  private <X extends Throwable> void withLoop(LoopOptions options, Looped<X> body) throws X {
    try (var loop = loops.open(options)) {
      try {
        body.run(loop);
      } finally {
        go.countDown(); // also where the test fails
      }
    }
  }

  private interface Looped<X extends Throwable> {
    void run(EventLoop loop) throws X;
  }

  /** Moves the clock in steps, as the watchdog looks in steps. */
  private void pass(long millis) {
    for (long done = 0; done < millis; done += 25) {
      clock.awaitTimers(1);
      clock.advanceMillis(25);
    }
  }

  private BlockedLoopException onlyReport() {
    assertThat(loops.reported).singleElement().isInstanceOf(BlockedLoopException.class);
    return (BlockedLoopException) loops.reported.getFirst();
  }

  @Test
  void aTaskThatBlocksIsReportedWhileItDoes() throws Throwable {
    loops = new Loops(carrier, clock);
    withLoop(
        loops.options(),
        loop -> {
          var thread = new Promise<Thread>();
          var task =
              loop.submit(
                  "culprit",
                  () -> {
                    thread.complete(Thread.currentThread());
                    waitHere(go);
                  });
          Fixtures.untilBlocked(thread.await());
          pass(75);
          assertThat(loops.reported).isEmpty();
          pass(75);
          var report = onlyReport();
          assertThat(report)
              .hasMessageContaining("blocked for 1")
              .hasMessageContaining("'culprit'");
          assertThat(report.duration()).isBetween(Duration.ofMillis(100), Duration.ofMillis(150));
          assertThat(Arrays.toString(report.getStackTrace())).contains("waitHere");
          pass(500);
          assertThat(loops.reported).hasSize(1);
          pass(1_000);
          assertThat(loops.reported).hasSize(2); // after ten times as long
          go.countDown();
          task.await();
        });
  }

  private static void waitHere(CountDownLatch latch) throws InterruptedException {
    latch.await();
  }

  @Test
  void soIsOneThatComputes() throws Throwable {
    loops = new Loops(carrier, clock);
    withLoop(
        loops.options().slowStep(Duration.ofSeconds(1)),
        loop -> {
          var begun = new CountDownLatch(1);
          loop.submit(() -> {
            begun.countDown();
            while (go.getCount() > 0) Thread.onSpinWait();
          });
          begun.await();
          for (int i = 0; i < 5; i++) {
            assertThat(loops.reported).isEmpty();
            clock.awaitTimers(1);
            clock.advanceMillis(250);
          }
          assertThat(onlyReport().duration()).isEqualTo(Duration.ofSeconds(1));
          go.countDown();
        });
  }

  @Test
  void soIsACallback() throws Throwable {
    loops = new Loops(carrier, clock);
    withLoop(
        loops.options(),
        loop -> {
          var thread = new Promise<Thread>();
          loop.callSoonThreadSafe(() -> {
            thread.complete(Thread.currentThread());
            waitHere(go);
          });
          Fixtures.untilBlocked(thread.await());
          pass(150);
          var report = onlyReport();
          assertThat(report).hasMessageContaining("callback");
          assertThat(Arrays.toString(report.getStackTrace())).contains("waitHere");
          go.countDown();
        });
  }

  @Test
  void manyShortStepsAreNoLongOne() throws Throwable {
    loops = new Loops(carrier, clock);
    try (var loop = loops.open()) {
      var go = new AtomicBoolean();
      var steps = new CountDownLatch(1_000);
      loop.submit(() -> {
        while (!go.get()) {
          steps.countDown();
          sleep(Duration.ZERO);
        }
      });
      steps.await();
      for (int i = 0; i < 100; i++) {
        clock.awaitTimers(1);
        long before = loop.dispatcher().steps();
        Fixtures.until(() -> loop.dispatcher().steps() > before + 10);
        clock.advanceMillis(25);
      }
      go.set(true);
    }
    assertThat(loops.reported).isEmpty();
  }

  @Test
  void nobodyLooksAtALoopThatRests() throws Throwable {
    loops = new Loops(carrier, clock);
    try (var loop = loops.open()) {
      loop.submit(() -> {}).await();
      for (int i = 0; i < 10 && clock.timers() > 0; i++) clock.advanceMillis(25);
      Fixtures.until(() -> !loop.dispatcher().isBusy());
      clock.advanceMillis(1_000);
      assertThat(clock.timers()).isZero();
      loop.submit(() -> {}).await();
      clock.awaitTimers(1);
    }
  }

  /** What was not seen going on is reported when it has ended. */
  @Test
  void debugModeMissesNone() throws Throwable {
    var jumping = new StepClock();
    loops = new Loops(carrier, jumping);
    loops.run(
        loops.options().debug(true),
        () -> {
          jumping.jump(Duration.ofMillis(99));
          sleep(Duration.ZERO);
          assertThat(loops.reported).isEmpty();
          jumping.jump(Duration.ofMillis(101));
          sleep(Duration.ZERO);
          assertThat(onlyReport()).hasMessageContaining("was blocked for 101 ms");
        });
  }

  // ---- tasks that all wait

  @Test
  void tasksThatWaitForEachOtherAreReported() throws Throwable {
    loops.run(
        loops.options().debug(true),
        () -> {
          var a = new Mutex();
          var b = new Mutex();
          var rescued = new AtomicBoolean();
          scope(s -> {
            var first =
                s.start(
                    "first",
                    () ->
                        a.with(() -> {
                          sleep(Duration.ZERO);
                          b.with(() -> {});
                        }));
            s.start(
                "second",
                () ->
                    b.with(() -> {
                      sleep(Duration.ZERO);
                      a.with(() -> {});
                    }));
            Thread.ofPlatform()
                .start(() -> {
                  Fixtures.until(() -> !loops.reported.isEmpty());
                  rescued.set(true);
                  first.cancel("rescued");
                });
          });
          assertThat(rescued).isTrue();
        });
    assertThat(loops.reported).isNotEmpty().first().isInstanceOf(DeadlockException.class);
    assertThat(loops.reported.getFirst())
        .hasMessageMatching(
            "(?s)event loop \\S+ waits for ever, unless another thread wakes one of its tasks:"
                + "\n3 tasks: 3 waiting"
                + "\nmain #\\d+: waits for scope, 2 tasks.*"
                + "first #\\d+: waits for mutex held by second, 1 waiting \\(second #\\d+\\).*"
                + "deadlock: .*");
  }

  @Test
  void whatWillGoOnByItselfIsNoDeadlock() throws Throwable {
    loops.run(
        loops.options().debug(true),
        () -> {
          sleep(Duration.ofMillis(2));
          toThread(() -> Thread.sleep(Duration.ofMillis(2)));
          var stage = new CompletableFuture<Integer>();
          Thread.ofPlatform()
              .start(() -> {
                try {
                  Thread.sleep(Duration.ofMillis(2));
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                stage.complete(1);
              });
          Weft.await(stage);
          scope(s -> s.start(() -> sleep(Duration.ofMillis(2))));
          var later = new Promise<Void>();
          EventLoop.current().callLater(Duration.ofMillis(2), () -> later.complete(null));
          later.await();
        });
    assertThat(loops.reported).isEmpty();
  }
}
