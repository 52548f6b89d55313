package weft.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static weft.Weft.await;
import static weft.Weft.scope;
import static weft.Weft.sleep;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import weft.TimeoutException;
import weft.Weft;
import weft.process.Command;

/** What comes from outside of the loop holds the clock, and works after the loop as before. */
class RealInputTest {
  private final List<String> seen = new ArrayList<>();

  private static ServerSocket server() throws IOException {
    return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  private static void exchange() throws IOException {
    try (var server = server()) {
      scope(s -> {
        s.start(() -> {
          try (var c = server.accept()) {
            c.getInputStream().transferTo(c.getOutputStream());
          }
        });
        try (var c = new Socket(server.getInetAddress(), server.getLocalPort())) {
          c.getOutputStream().write(42);
          assertThat(c.getInputStream().read()).isEqualTo(42);
        }
      });
    }
  }

  /** The JDK's own threads for this must not have come to be on the loop. */
  @Test
  void socketsWorkAfterTheLoopsEnd() throws Exception {
    for (int i = 0; i < 20; i++) Simulation.seed(i).run(RealInputTest::exchange);
    for (int i = 0; i < 20; i++) Weft.run(RealInputTest::exchange);
  }

  @WeftTest
  void socketsHoldTheClock(TestClock clock) throws Exception {
    scope(s -> {
      s.background(() -> {
        sleep(Duration.ofHours(1));
        seen.add("an hour");
      });
      for (int i = 0; i < 20; i++) exchange();
    });
    assertThat(seen).isEmpty();
    assertThat(clock.elapsed()).isZero();
  }

  @WeftTest
  void aServerThatNobodyCallsDoesNotHoldItForEver(TestClock clock) throws Exception {
    try (var server = server()) {
      scope(s -> {
        s.background(() -> {
          try {
            server.accept();
          } catch (IOException e) {
            // closed by the interrupt
          }
        });
        sleep(Duration.ofHours(1));
      });
    }
    assertThat(clock.elapsed()).isEqualTo(Duration.ofHours(1));
  }

  @WeftTest
  void subprocessesHoldTheClock(TestClock clock) throws Exception {
    scope(s -> {
      s.background(() -> {
        sleep(Duration.ofHours(1));
        seen.add("an hour");
      });
      var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      assertThat(Command.of(java, "--version").run().exitCode()).isZero();
    });
    assertThat(seen).isEmpty();
  }

  @WeftTest
  void workInAnExecutorOfOnesOwnHoldsTheClock() {
    try (var executor = Executors.newSingleThreadExecutor()) {
      scope(s -> {
        s.background(() -> {
          sleep(Duration.ofSeconds(1));
          seen.add("a second");
        });
        Weft.runIn(executor, () -> seen.add("work"));
      });
    }
    assertThat(seen).containsExactly("work");
  }

  @WeftTest
  void aFutureMayBeCompletedByAnotherTask(TestClock clock) {
    var future = new CompletableFuture<String>();
    scope(s -> {
      s.start(() -> {
        sleep(Duration.ofHours(1));
        future.complete("done");
      });
      assertThat(await(future)).isEqualTo("done");
    });
    assertThat(clock.elapsed()).isEqualTo(Duration.ofHours(1));
  }

  @WeftTest
  void tasksMayMeetInTheJdk(TestClock clock) throws Exception {
    var queue = new SynchronousQueue<String>();
    scope(s -> {
      s.start(() -> {
        sleep(Duration.ofHours(1));
        queue.put("done");
      });
      assertThat(queue.take()).isEqualTo("done");
    });
    assertThat(clock.elapsed()).isEqualTo(Duration.ofHours(1));
  }

  @WeftTest(seeds = 100)
  void monitorsAreNoProblem() {
    var lock = new Object();
    scope(s -> {
      for (int i = 0; i < 5; i++) {
        s.start(() -> {
          synchronized (lock) {
            sleep(Duration.ofSeconds(1));
            seen.add("in");
          }
        });
      }
    });
    assertThat(seen).hasSize(5);
    assertThat(TestClock.current().elapsed()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aDeadlockInTheJdkIsFoundToo() {
    assertThat(
            org.assertj.core.api.Assertions.catchThrowableOfType(
                DeadlockError.class,
                () ->
                    Simulation.fifo()
                        .run(() ->
                            scope(s -> {
                              s.start("waits", () -> new SynchronousQueue<String>().take());
                            }))))
        .hasMessageContaining("waits #2: blocked  at SynchronousQueue.take(");
  }

  /** The grace of a process stood still with the clock, and the test hung. */
  @WeftTest
  void aProcessThatIgnoresItsEndIsKilledAfterItsGrace() throws Exception {
    var deaf = Command.of("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done");
    try (var process = deaf.grace(Duration.ofMillis(200)).start()) {
      assertThat(process.lines().first()).isEqualTo("ready");
    }
  }

  @WeftTest
  void aTimeLimitAroundAProcessComesByHand(TestClock clock) {
    scope(s -> {
      var task =
          s.start(() ->
              Weft.moveOnAfter(Duration.ofMinutes(1), () -> Command.of("sleep", "1000").run()));
      clock.advance(Duration.ofMinutes(1));
      assertThat(task.await()).isEmpty();
    });
  }

  private static CompletableFuture<String> slow() {
    var later = CompletableFuture.delayedExecutor(700, TimeUnit.MILLISECONDS);
    return CompletableFuture.supplyAsync(() -> "late", later);
  }

  /** It was called a deadlock. */
  @WeftTest
  void aSlowFutureIsNoDeadlock() {
    assertThat(await(slow())).isEqualTo("late");
  }

  @WeftTest
  void theClockIsAsPatientAsTheTestSays(TestClock clock) {
    clock.patience(Duration.ofMinutes(1));
    assertThat(Weft.<String, RuntimeException>timeout(Duration.ofSeconds(1), () -> await(slow())))
        .isEqualTo("late");
    assertThat(clock.elapsed()).isZero();
  }

  @WeftTest
  void orDoesNotWaitAtAll(TestClock clock) throws Exception {
    clock.patience(Duration.ZERO);
    try (var server = server();
        var c = new Socket(server.getInetAddress(), server.getLocalPort())) {
      boolean read =
          Weft.moveOnAfter(
              Duration.ofHours(1),
              () -> {
                var unused = c.getInputStream().read();
              });
      assertThat(read).isFalse();
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("interrupt");
    }
    assertThat(clock.elapsed()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void aFailureTellsWhatTheClockPassedBy() {
    var failure =
        catchThrowable(() ->
            Simulation.fifo().run(() -> Weft.timeout(Duration.ofMinutes(1), () -> await(slow()))));
    assertThat(failure).isInstanceOf(TimeoutException.class);
    assertThat(failure.getSuppressed())
        .extracting(Throwable::getMessage)
        .singleElement()
        .asString()
        .startsWith("the clock went on to 60 s while 'main' waits for ")
        .endsWith("see TestClock.patience");
  }

  @Test
  void oneThatWaitsForASlowServerIsNoDeadlock() throws Exception {
    try (var server = server();
        var c = new Socket(server.getInetAddress(), server.getLocalPort())) {
      var simulation = Simulation.fifo().limit(Duration.ofSeconds(3));
      assertThatThrownBy(() ->
              simulation.run(() -> {
                TestClock.current().patience(Duration.ZERO);
                var unused = c.getInputStream().read();
              }))
          .isInstanceOf(HangError.class);
    }
  }
}
