package weft.junit;

import static org.assertj.core.api.Assertions.assertThat;
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
import org.junit.jupiter.api.Test;
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
}
