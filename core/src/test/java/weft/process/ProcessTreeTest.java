package weft.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.CancelledError;
import weft.StepClock;
import weft.Task;
import weft.TimeoutException;
import weft.Weft;

/** No process outlives the block that it was started in, nor does what it started. */
@Timeout(60)
class ProcessTreeTest {
  /** Three generations, five processes that sleep, and one that says when all are there. */
  private static final String TREE =
      "sh -c 'sleep 1000 & sleep 1000 & echo ready; wait' & sleep 1000 > /dev/null & wait";

  private static final String STUBBORN = "trap '' TERM; echo ready; while :; do sleep 1000; done";

  private static Command sh(String script) {
    return Command.of("sh", "-c", script);
  }

  /** The process and all that descends from it, once it has said that it is ready. */
  private static List<ProcessHandle> family(Subprocess process) {
    untilReady(process);
    var root = ProcessHandle.of(process.pid()).orElseThrow();
    return new ArrayList<>(Stream.concat(Stream.of(root), root.descendants()).toList());
  }

  private static void untilReady(Subprocess process) {
    try {
      process
          .lines()
          .forEach(line -> {
            throw new IllegalArgumentException(line);
          });
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessage("ready");
    }
  }

  private static void assertGone(List<ProcessHandle> family) {
    assertThat(family).noneMatch(ProcessTreeTest::runs);
  }

  /** What nobody has collected yet is no process that runs. */
  private static boolean runs(ProcessHandle handle) {
    return handle.isAlive() && handle.info().command().isPresent();
  }

  @Test
  void leavingTheBlockEndsTheTree() throws Exception {
    List<ProcessHandle> family;
    try (var process = sh(TREE).start()) {
      family = family(process);
      assertThat(family).hasSizeGreaterThanOrEqualTo(5).allMatch(ProcessTreeTest::runs);
    }
    assertGone(family);
  }

  @Test
  void cancellingEndsTheTree() throws Exception {
    var family = new ArrayList<ProcessHandle>();
    Weft.scope(s -> {
      var task =
          s.start(() -> {
            try (var process = sh(TREE).start()) {
              family.addAll(family(process));
              process.await();
            }
          });
      while (task.state() != Task.State.WAITING || family.isEmpty()) Thread.onSpinWait();
      task.cancel("enough");
    });
    assertThat(family).hasSizeGreaterThanOrEqualTo(5);
    assertGone(family);
  }

  @Test
  void aTimeLimitEndsTheTree() {
    var clock = new StepClock();
    clock
        .environment()
        .run(() ->
            Weft.supervise(s -> {
              var task =
                  s.start(
                      () -> Weft.timeout(Duration.ofMinutes(1), () -> sh(TREE + "; echo x").run()));
              while (task.state() != Task.State.WAITING || clock.timers() == 0) Thread.onSpinWait();
              while (children().isEmpty()) Thread.onSpinWait();
              var family = children();
              clock.advance(Duration.ofMinutes(1));
              assertThatExceptionOfType(TimeoutException.class)
                  .isThrownBy(() -> {
                    try {
                      task.await();
                    } catch (weft.TaskFailedException e) {
                      throw e.rethrow(TimeoutException.class);
                    }
                  });
              assertGone(family);
            }));
  }

  private static List<ProcessHandle> children() {
    return ProcessHandle.current()
        .descendants()
        .filter(ProcessTreeTest::runs)
        .filter(handle -> handle.info().commandLine().orElse("").contains("sleep"))
        .toList();
  }

  @Test
  void oneThatDoesNotListenIsKilledAfterItsGrace() {
    var clock = new StepClock();
    clock
        .environment()
        .run(() ->
            Weft.scope(s -> {
              var family = new ArrayList<ProcessHandle>();
              var task =
                  s.start(() -> {
                    try (var process = sh(STUBBORN).grace(Duration.ofSeconds(3)).start()) {
                      family.addAll(family(process));
                    }
                  });
              while (clock.timers() == 0 || family.isEmpty()) Thread.onSpinWait();
              clock.advance(Duration.ofMillis(2_999));
              assertThat(runs(family.getFirst())).as("in its grace").isTrue();
              assertThat(task.isDone()).isFalse();
              clock.advance(Duration.ofMillis(1));
              task.await();
              assertGone(family);
            }));
  }

  @Test
  void withoutGraceItIsKilledAtOnce() throws Exception {
    List<ProcessHandle> family;
    try (var process = sh(STUBBORN).grace(Duration.ZERO).start()) {
      family = family(process);
    }
    assertGone(family);
  }

  @Test
  void theGraceOfACancellationOverridesThatOfTheProcess() {
    var clock = new StepClock();
    clock
        .environment()
        .run(() ->
            Weft.scope(s -> {
              var family = new ArrayList<ProcessHandle>();
              var task =
                  s.start(() -> {
                    try (var process = sh(STUBBORN).grace(Duration.ofDays(1)).start()) {
                      family.addAll(family(process));
                      process.await();
                    }
                  });
              while (task.state() != Task.State.WAITING || family.isEmpty()) Thread.onSpinWait();
              task.cancel("enough", Duration.ofSeconds(1));
              while (clock.timers() < 2) Thread.onSpinWait();
              clock.advance(Duration.ofSeconds(1));
              while (!task.isDone()) Thread.onSpinWait();
              while (family.stream().anyMatch(ProcessTreeTest::runs)) Thread.onSpinWait();
            }));
  }

  @Test
  void aProcessThatIsAskedMayCleanUp() throws Exception {
    try (var process =
        sh("trap 'echo cleaned; exit 0' TERM; echo ready; sleep 1000 > /dev/null & wait").start()) {
      untilReady(process);
      process.terminate();
      assertThat(process.lines().toList()).containsExactly("cleaned");
      assertThat(process.await()).isZero();
    }
  }

  @Test
  void inACancelledScopeNothingIsStarted() {
    var before = children().size();
    var scope = new weft.CancelScope();
    scope.cancel("before");
    var reached = new ArrayList<String>();
    boolean done =
        scope.run(() -> {
          try {
            sh("sleep 1000").start().close();
            reached.add("started");
          } catch (java.io.IOException e) {
            reached.add("failed");
          } catch (CancelledError e) {
            reached.add("cancelled");
            throw e;
          }
        });
    assertThat(done).isFalse();
    assertThat(reached).containsExactly("cancelled");
    assertThat(children()).hasSize(before);
  }

  @Test
  void toCloseAgainDoesNothing() throws Exception {
    var process = sh("sleep 1000").start();
    process.close();
    process.close();
    assertThat(process.isAlive()).isFalse();
    assertThat(process.await()).isEqualTo(128 + 15);
  }
}
