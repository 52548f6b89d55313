package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.checkpoint;
import static weft.Weft.gather;
import static weft.Weft.runIn;
import static weft.Weft.scope;
import static weft.Weft.sleep;
import static weft.Weft.toThread;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import weft.internal.loop.Tuning.Carrier;

/** At most one task of a loop runs, and the turn passes where one suspends, nowhere else. */
@ParameterizedClass
@EnumSource(value = Carrier.class, names = "BEST", mode = EnumSource.Mode.EXCLUDE)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class EventLoopTurnTest {
  @Parameter Carrier carrier;

  private Loops loops;

  @BeforeEach
  void makeLoops() {
    loops = new Loops(carrier);
  }

  private int count; // confined to the loop
  private int inside;

  /** Does something that another task would notice if it ran meanwhile. */
  private void alone(Action<?> body) throws Throwable {
    assertThat(inside++).isZero();
    body.run();
    assertThat(--inside).isZero();
  }

  @Test
  void millionsOfIncrementsWithoutALock() throws Throwable {
    int tasks = 200;
    int each = 10_000;
    loops.run(() ->
        scope(s -> {
          for (int t = 0; t < tasks; t++) {
            s.start(() -> {
              for (int i = 0; i < each; i++) {
                int seen = count;
                if (i % 100 == 0) sleep(Duration.ZERO);
                else Thread.onSpinWait();
                count = i % 100 == 0 ? count + 1 : seen + 1;
              }
            });
          }
        }));
    assertThat(count).isEqualTo(tasks * each);
  }

  @Proof
  @Test
  void incrementsAcrossThreadsThatWakeTheTasks() throws Throwable {
    int tasks = 50;
    int each = 200;
    loops.run(() ->
        scope(s -> {
          for (int t = 0; t < tasks; t++) {
            s.start(() -> {
              for (int i = 0; i < each; i++) {
                int seen = count;
                count = seen + 1;
                toThread(() -> {});
              }
            });
          }
        }));
    assertThat(count).isEqualTo(tasks * each);
  }

  @Proof
  @Test
  void aBlockingCallKeepsTheTurn() throws Throwable {
    loops.run(() ->
        scope(s -> {
          var queue = new LinkedBlockingQueue<Integer>();
          for (int i = 0; i < 20; i++) {
            s.start(() -> {
              for (int k = 0; k < 20; k++) {
                alone(() -> LockSupport.parkNanos(20_000));
                alone(Thread::yield);
                sleep(Duration.ZERO);
                alone(() -> {
                  var outside = Thread.ofPlatform().start(() -> queue.add(1));
                  assertThat(queue.take()).isEqualTo(1);
                  outside.join();
                });
                alone(() -> Thread.sleep(Duration.ofNanos(1_000)));
              }
            });
          }
        }));
  }

  @Test
  void aMonitorThatOthersHoldKeepsTheTurn() throws Throwable {
    var monitor = new Object();
    var stop = new AtomicInteger();
    var holder =
        Thread.ofPlatform()
            .start(() -> {
              while (stop.get() == 0) {
                synchronized (monitor) {
                  LockSupport.parkNanos(50_000);
                }
              }
            });
    loops.run(() ->
        scope(s -> {
          for (int i = 0; i < 10; i++) {
            s.start(() -> {
              for (int k = 0; k < 50; k++) {
                alone(() -> {
                  synchronized (monitor) {
                    Thread.onSpinWait();
                  }
                });
                sleep(Duration.ZERO);
              }
            });
          }
        }));
    stop.set(1);
    holder.join();
  }

  @Test
  void aCheckpointPassesNothingOn() throws Throwable {
    loops.run(() ->
        scope(s -> {
          s.start(() -> count++);
          for (int i = 0; i < 1_000; i++) checkpoint();
          assertThat(count).isZero();
          sleep(Duration.ZERO);
          assertThat(count).isEqualTo(1);
        }));
  }

  /** A plain virtual thread is none of the loop's, and may be waited for. */
  @Test
  void virtualThreadsThatATaskStartsByItselfRunElsewhere() throws Throwable {
    loops.run(() -> {
      for (int i = 0; i < 100; i++) {
        var elsewhere = new CountDownLatch(1);
        var thread =
            Thread.startVirtualThread(() -> {
              LockSupport.parkNanos(1_000);
              Thread.yield();
              Thread.startVirtualThread(elsewhere::countDown);
            });
        thread.join(); // the loop is blocked, and it runs all the same
        elsewhere.await();
      }
    });
  }

  @Test
  void workThatWasHandedToOtherThreadsRunsBesideTheLoop() throws Throwable {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      loops.run(() -> {
        var ran = new CountDownLatch(1);
        scope(s -> {
          s.start(() ->
              runIn(
                  executor,
                  () -> {
                    assertThat(Environment.current().loop()).isNull();
                    ran.countDown();
                  }));
          sleep(Duration.ZERO);
          ran.await(); // blocks the loop
        });
      });
    }
  }

  @Test
  void tasksThatSuchWorkStartsRunInParallel() throws Throwable {
    loops.run(() ->
        toThread(() -> {
          var both = new CountDownLatch(2);
          gather(
              Collections.nCopies(2, 1),
              one -> {
                both.countDown();
                both.await(); // would block a loop for ever
                return one;
              });
        }));
  }

  @Test
  void noTaskIsStarvedByOthersThatNeverWait() throws Throwable {
    loops.run(() -> {
      var turns = new int[10];
      scope(s -> {
        var tasks = new ArrayList<Task<?>>();
        for (int i = 0; i < turns.length; i++) {
          int own = i;
          tasks.add(
              s.start(() -> {
                while (turns[own] < 1_000) {
                  turns[own]++;
                  for (int other : turns) assertThat(Math.abs(other - turns[own])).isLessThan(2);
                  sleep(Duration.ZERO);
                }
              }));
        }
      });
    });
  }

  @Proof
  @Test
  void whatOneStepDidIsSeenByTheNext() throws Throwable {
    for (int round = 0; round < 300; round++) {
      count = 0;
      loops.run(() ->
          scope(s -> {
            var gates = new Promise<?>[10];
            for (int i = 0; i < gates.length; i++) gates[i] = new Promise<Void>();
            for (int i = 0; i < gates.length; i++) {
              int own = i;
              s.start(() -> {
                if (own > 0) gates[own].await();
                assertThat(count++).isEqualTo(own);
                if (own + 1 < gates.length) gates[own + 1].complete(null);
              });
            }
          }));
      assertThat(count).isEqualTo(10);
    }
  }
}
