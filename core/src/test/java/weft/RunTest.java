package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static weft.ForkedProgram.say;
import static weft.ForkedProgram.waits;
import static weft.Weft.checkpoint;
import static weft.Weft.gather;
import static weft.Weft.run;
import static weft.Weft.scope;
import static weft.Weft.shield;
import static weft.Weft.sleep;
import static weft.Weft.taskTree;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import weft.sync.Barrier;
import weft.sync.Mutex;

/** Programs: the thread of the body, and signals, for which JVMs are forked. */
@Proof
@Timeout(60)
class RunTest {
  @Test
  void bodyRunsOnAVirtualThreadAndReturnsItsValue() throws Exception {
    Fixtures.onPlatform(() -> {
      Thread thread = run(Thread::currentThread);
      assertThat(thread.isVirtual()).isTrue();
    });
    Fixtures.onVirtual(() -> {
      Thread thread = run(Thread::currentThread);
      assertThat(thread.isVirtual()).isTrue();
    });
    run(() -> checkpoint());
  }

  @Test
  void exceptionsComeOutAsTheyAre() {
    var error = new IOException("x");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            run(() -> {
              throw error;
            }))
        .isSameAs(error);
  }

  @Test
  void nestedRunJustCallsTheBody() {
    run(() -> {
      var outer = Thread.currentThread();
      Thread inner = run(Thread::currentThread);
      assertThat(inner).isSameAs(outer);
      scope(s ->
          s.start(() -> {
            var here = Thread.currentThread();
            Thread there = run(Thread::currentThread);
            assertThat(there).isSameAs(here);
          }));
    });
  }

  @Test
  void severalAtOnce() {
    for (int i = 0; i < 50; i++) {
      var values = Weft.gather(List.of(1, 2, 3), n -> run(() -> n));
      assertThat(values).containsExactly(1, 2, 3);
    }
  }

  @Test
  void nullIsRefused() {
    assertThatNullPointerException().isThrownBy(() -> run((Body<?, ?>) null));
    assertThatNullPointerException().isThrownBy(() -> run((Action<?>) null));
  }

  // ---- forked

  /** The programs that are forked. */
  static final class Programs {
    public static void main(String[] args) throws Exception {
      switch (args[0]) {
        case "returns" -> run(() -> say("body"));
        case "fails" ->
            run(() -> {
              throw new IOException("failed");
            });
        case "suspended" -> run(() -> waits(() -> sleep(Duration.ofHours(1))));
        case "blocked" -> run(() -> waits(() -> Thread.sleep(Duration.ofHours(1))));
        case "tasks" ->
            run(() ->
                scope(s -> {
                  s.start(() -> sleep(Duration.ofHours(1)));
                  s.start(() -> Thread.sleep(Duration.ofHours(1)));
                  s.start(() -> waits(() -> sleep(Duration.ofHours(1))));
                }));
        case "platform" ->
            Environment.standard()
                .threads(Thread.ofPlatform().factory())
                .run(() -> waits(() -> sleep(Duration.ofHours(1))));
        case "stubborn" ->
            run(() -> {
              try {
                say("ready");
                sleep(Duration.ofHours(1));
              } finally {
                say("cleaning");
                shield(() -> sleep(Duration.ofHours(1)));
              }
            });
        case "deadlocked" ->
            run(() ->
                scope(s -> {
                  var mutexes = List.of(new Mutex(), new Mutex());
                  var both = new Barrier(2);
                  for (int i = 0; i < 2; i++) {
                    int own = i;
                    s.start(
                        "task " + i,
                        () -> {
                          try (var _ = mutexes.get(own).acquire()) {
                            both.await();
                            mutexes.get(1 - own).acquire().close();
                          }
                        });
                  }
                  while (taskTree().deadlocks().isEmpty()) sleep(Duration.ofMillis(1));
                  say("ready");
                  sleep(Duration.ofHours(1));
                }));
        case "swallows" -> {
          String value =
              run(() -> {
                try {
                  say("ready");
                  sleep(Duration.ofHours(1));
                } catch (CancelledError e) {
                  say("swallowed " + e.getMessage());
                }
                return "returned";
              });
          say(value);
        }
        case "busy" -> {
          var begun = new CountDownLatch(1);
          Thread.ofPlatform().daemon().start(() -> saysWhenAllRun(begun));
          run(() ->
              gather(
                  Collections.nCopies(8, 1),
                  i -> {
                    begun.countDown();
                    while (true) Thread.onSpinWait();
                  }));
        }
        case "again and again" -> {
          for (int i = 0; ; i++) {
            run(() -> {});
            if (i == 1_000) say("ready");
          }
        }
        case "afterwards" -> {
          run(() -> {});
          say("ready");
          Thread.sleep(Duration.ofHours(1));
        }
        default -> throw new IllegalArgumentException(args[0]);
      }
      say("end of main");
    }

    private static void saysWhenAllRun(CountDownLatch begun) {
      try {
        begun.await();
        say("ready");
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void normalEndIsExitCodeZero() throws Exception {
    try (var jvm = new ForkedJvm(Programs.class, "returns")) {
      jvm.expect("body").expect("end of main").exits(0);
    }
  }

  @Test
  void failureIsExitCodeOne() throws Exception {
    try (var jvm = new ForkedJvm(Programs.class, "fails")) {
      assertThat(jvm.readLine()).contains("java.io.IOException: failed");
      while (jvm.readLine() != null) {}
      jvm.exits(1);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void firstInterruptCleansUpAndExits130() throws Exception {
    for (var program : List.of("suspended", "blocked", "tasks", "platform")) {
      try (var jvm = new ForkedJvm(Programs.class, program)) {
        jvm.expect("ready").send("INT").expect("cleaned up").exits(130);
      }
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void requestToTerminateCleansUpAndExits143() throws Exception {
    try (var jvm = new ForkedJvm(Programs.class, "suspended")) {
      jvm.expect("ready").send("TERM").expect("cleaned up").exits(143);
    }
  }

  /** A terminal that is closed. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void hangUpCleansUpAndExits129() throws Exception {
    try (var jvm = new ForkedJvm(Programs.class, "suspended")) {
      jvm.expect("ready").send("HUP").expect("cleaned up").exits(129);
    }
  }

  /** The system and the shell both tell of the end of a terminal: that is no second Ctrl-C. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aHangUpIsNeverTheSecondSignal() throws Exception {
    try (var jvm = new ForkedJvm(Programs.class, "stubborn")) {
      jvm.expect("ready").send("HUP").expect("cleaning").send("HUP").send("TERM");
      while (!jvm.hasEndedWithin(100)) jvm.send("INT");
      jvm.exits(130);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void anInterruptOfADeadlockTellsOfIt() throws Exception {
    try (var jvm = new ForkedJvm(Programs.class, "deadlocked")) {
      jvm.expect("ready").send("INT");
      assertThat(jvm.readLine()).contains("weft.Environment"); // date and place, of the logger
      assertThat(jvm.readLine())
          .contains("WARNING: deadlock: task ", "waits for task ", "mutex held by task ");
      jvm.exits(130);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void secondInterruptEndsAtOnce() throws Exception {
    try (var jvm = new ForkedJvm(Programs.class, "stubborn")) {
      jvm.expect("ready").send("INT").expect("cleaning").send("INT").exits(130);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void secondInterruptEndsAProgramThatHoldsEveryCarrier() throws Exception {
    try (var jvm = new ForkedJvm(Programs.class, "busy")) {
      jvm.expect("ready").send("INT");
      // One that comes while the first is on its way is merged with it, by the system.
      while (!jvm.hasEndedWithin(100)) jvm.send("INT");
      jvm.exits(130);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void terminateAfterAnInterruptEndsAtOnce() throws Exception {
    try (var jvm = new ForkedJvm(Programs.class, "stubborn")) {
      jvm.expect("ready").send("INT").expect("cleaning").send("TERM").exits(143);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void bodyThatReturnsAllTheSameIsANormalEnd() throws Exception {
    try (var jvm = new ForkedJvm(Programs.class, "swallows")) {
      jvm.expect("ready")
          .send("INT")
          .expect("swallowed Ctrl-C")
          .expect("returned")
          .expect("end of main")
          .exits(0);
    }
  }

  /** It comes within one of the runs or between two, and ends the program in either case. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void anInterruptOfManyShortRunsIsNotLost() throws Exception {
    int rounds = RacePartner.rounds(8);
    for (int i = 0; i < rounds; i++) {
      try (var jvm = new ForkedJvm(Programs.class, "again and again")) {
        jvm.expect("ready").send("INT").exits(130);
      }
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void afterRunASignalDoesWhatItAlwaysDid() throws Exception {
    try (var jvm = new ForkedJvm(Programs.class, "afterwards")) {
      jvm.expect("ready").send("INT").exits(130);
    }
  }
}
