package weft.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.CancelScope;
import weft.Proof;
import weft.RacePartner;
import weft.Weft;

/** Very many processes, and such that are cancelled at any moment of their lives. */
@Proof
@Timeout(120)
class ProcessRaceTest {
  @AfterEach
  void noProcessIsLeft() {
    assertThat(ProcessHandle.current().descendants().filter(ProcessRaceTest::isOurs)).isEmpty();
  }

  private static boolean isOurs(ProcessHandle handle) {
    return handle
        .info()
        .command()
        .filter(c -> c.matches(".*/(sh|dash|bash|sleep|cat)"))
        .isPresent();
  }

  @Test
  void aThousandShortProcesses() throws Exception {
    var sum = new AtomicInteger();
    Weft.gather(
        IntStream.range(0, RacePartner.rounds(1_000)).boxed().toList(),
        16,
        i -> {
          var done = Command.of("echo", "" + i).run();
          assertThat(done.output()).isEqualTo(i + "\n");
          return sum.incrementAndGet();
        });
    assertThat(sum).hasValue(RacePartner.rounds(1_000));
  }

  /** Silent processes that are read keep no carrier from other tasks. */
  @Test
  void silentProcessesDoNotHoldUpOtherTasks() {
    Weft.scope(s -> {
      for (int i = 0; i < 60; i++) {
        s.background(() -> {
          try (var process = Command.of("sleep", "1000").start()) {
            process.lines().forEach(line -> {});
          }
        });
      }
      for (int i = 0; i < 100; i++) {
        assertThat(s.start(() -> "runs").await()).isEqualTo("runs");
        Weft.sleep(Duration.ZERO);
      }
    });
  }

  @Test
  void cancelledAtAnyMoment() {
    var random = new Random(7);
    var cancelled = new AtomicInteger();
    for (int round = 0; round < RacePartner.rounds(150); round++) {
      var scope = new CancelScope();
      long nanos = random.nextInt(8_000_000);
      Weft.scope(s -> {
        s.start(() -> {
          boolean done =
              scope.run(() -> {
                var command =
                    Command.of("sh", "-c", "sleep 0.001; echo x; cat & sleep 0.001; wait; echo y");
                assertThat(command.input("text\n").run().output()).contains("x\n", "y\n");
              });
          if (!done) cancelled.incrementAndGet();
        });
        Weft.sleep(Duration.ofNanos(nanos));
        scope.cancel("at random");
      });
    }
    assertThat(cancelled).hasPositiveValue();
  }
}
