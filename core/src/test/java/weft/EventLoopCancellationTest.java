package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static weft.Weft.scope;
import static weft.Weft.shield;
import static weft.Weft.sleep;
import static weft.Weft.timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import weft.internal.loop.Tuning.Carrier;
import weft.sync.Mutex;
import weft.sync.Semaphore;

/** Cancellation, time limits and interrupts on a loop: as elsewhere. */
@ParameterizedClass
@EnumSource(value = Carrier.class, names = "BEST", mode = EnumSource.Mode.EXCLUDE)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EventLoopCancellationTest {
  @Parameter Carrier carrier;

  private Loops loops;

  @BeforeEach
  void makeLoops() {
    loops = new Loops(carrier);
  }

  private int inside; // confined to the loop

  @Test
  void aTaskThatWaitsIsCancelled() throws Throwable {
    loops.run(() ->
        scope(s -> {
          var order = new ArrayList<String>();
          var task =
              s.start(() -> {
                try {
                  Fixtures.suspendForever();
                } finally {
                  order.add("clean-up");
                }
              });
          sleep(Duration.ZERO);
          task.cancel("enough");
          assertThat(order).isEmpty();
          sleep(Duration.ZERO);
          assertThat(order).containsExactly("clean-up");
          assertThat(task.state()).isEqualTo(Task.State.CANCELLED);
        }));
  }

  @Test
  void aTaskThatHasNotBegunNeverDoes() throws Throwable {
    loops.run(() ->
        scope(s -> {
          var task = s.start(() -> inside++);
          task.cancel("enough");
          sleep(Duration.ZERO);
          assertThat(inside).isZero();
          assertThat(task.state()).isEqualTo(Task.State.CANCELLED);
        }));
  }

  @Test
  void theFirstFailureCancelsTheRest() throws Throwable {
    assertThatExceptionOfType(TaskFailedException.class)
        .isThrownBy(() ->
            loops.run(() ->
                scope(s -> {
                  for (int i = 0; i < 100; i++) s.start(() -> Fixtures.suspendForever());
                  s.start(() -> {
                    throw new IllegalStateException("x");
                  });
                })))
        .withCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void timeLimits() throws Throwable {
    var clock = new ManualClock();
    loops = new Loops(carrier, clock);
    try (var loop = loops.open()) {
      var late =
          loop.submit(() -> timeout(Duration.ofSeconds(1), () -> sleep(Duration.ofSeconds(2))));
      var early =
          loop.submit(() -> timeout(Duration.ofSeconds(3), () -> sleep(Duration.ofSeconds(2))));
      Fixtures.untilWaiting(late);
      Fixtures.untilWaiting(early);
      clock.advance(Duration.ofSeconds(1));
      Fixtures.until(late::isDone);
      clock.advance(Duration.ofSeconds(1));
      early.await();
      assertThatExceptionOfType(TaskFailedException.class)
          .isThrownBy(late::await)
          .withCauseInstanceOf(weft.TimeoutException.class);
    }
    assertThat(clock.timers()).isLessThanOrEqualTo(1); // the watchdog's
  }

  /** The loop is blocked meanwhile, but the clock is not the loop's. */
  @Test
  void aTimeLimitEndsABlockingCall() throws Throwable {
    loops.run(() -> {
      for (int i = 0; i < 20; i++) {
        assertThatExceptionOfType(weft.TimeoutException.class)
            .isThrownBy(() ->
                timeout(
                    Duration.ofMillis(2),
                    () -> {
                      new LinkedBlockingQueue<Integer>().take();
                    }));
        Fixtures.assertNotInterrupted();
        sleep(Duration.ZERO);
      }
    });
  }

  @Test
  void aBlockingCallIsInterruptedFromOutside() throws Throwable {
    for (int i = 0; i < 200; i++) {
      try (var loop = loops.open()) {
        var begun = new CountDownLatch(1);
        var task =
            loop.submit(() -> {
              begun.countDown();
              Fixtures.blockForever();
            });
        begun.await();
        task.cancel("enough");
        boolean clean = loop.submit(() -> !Thread.currentThread().isInterrupted()).await();
        assertThat(clean).isTrue();
        assertThat(task.state()).isEqualTo(Task.State.CANCELLED);
      }
    }
  }

  @Test
  void aForeignInterruptCancelsATaskThatWaits() throws Throwable {
    for (int i = 0; i < 200; i++) {
      try (var loop = loops.open()) {
        var thread = new Promise<Thread>();
        var task =
            loop.submit(() -> {
              thread.complete(Thread.currentThread());
              try {
                Fixtures.suspendForever();
              } finally {
                inside++;
              }
            });
        thread.await().interrupt();
        Fixtures.until(task::isDone);
        assertThat(task.state()).isEqualTo(Task.State.CANCELLED);
      }
    }
    assertThat(inside).isEqualTo(200);
  }

  @Test
  void shieldsHold() throws Throwable {
    loops.run(() ->
        scope(s -> {
          var order = new ArrayList<String>();
          var task =
              s.start(() -> {
                try {
                  Fixtures.suspendForever();
                } finally {
                  shield(() -> {
                    sleep(Duration.ofMillis(1));
                    order.add("shielded");
                  });
                }
              });
          sleep(Duration.ZERO);
          task.cancel("enough");
          sleep(Duration.ofMillis(30));
          assertThat(order).containsExactly("shielded");
        }));
  }

  /** Tasks that wait in all ways, cancelled from the loop and from outside at random moments. */
  @Proof
  @Test
  void randomCancellationsLoseNothing() throws Throwable {
    var random = new SplittableRandom(7);
    for (int round = 0; round < 150; round++) {
      var mutex = new Mutex();
      var semaphore = new Semaphore(3);
      var ended = new AtomicInteger();
      var tasks = new ArrayList<Task<?>>();
      try (var loop = loops.open()) {
        for (int i = 0; i < 30; i++) {
          long seed = random.nextLong();
          tasks.add(
              loop.submit(() -> {
                try {
                  work(new SplittableRandom(seed), mutex, semaphore);
                } finally {
                  ended.incrementAndGet();
                }
              }));
        }
        var canceller =
            Thread.ofPlatform().start(() -> tasks.forEach(t -> t.cancel("outside " + t)));
        loop.submit(
                () -> {
                  for (var task : List.copyOf(tasks).reversed()) {
                    task.cancel("inside");
                    sleep(Duration.ZERO);
                  }
                })
            .await();
        canceller.join();
      }
      assertThat(tasks).allMatch(Task::isDone);
      assertThat(mutex.isHeld()).isFalse();
      assertThat(semaphore.available()).isEqualTo(3);
      assertThat(inside).isZero();
    }
    assertThat(loops.reported).isEmpty();
  }

  private void work(SplittableRandom random, Mutex mutex, Semaphore semaphore)
      throws InterruptedException {
    while (true) {
      switch (random.nextInt(5)) {
        case 0 -> sleep(Duration.ZERO);
        case 1 -> sleep(Duration.ofNanos(random.nextInt(200_000)));
        case 2 -> mutex.with(() -> sleep(Duration.ZERO));
        case 3 -> semaphore.with(() -> sleep(Duration.ofNanos(10_000)));
        default -> {
          inside++;
          try {
            Thread.sleep(Duration.ofNanos(1_000)); // blocks the loop
          } finally {
            inside--;
          }
        }
      }
    }
  }
}
