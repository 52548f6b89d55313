package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.cli.Cli.weft;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Looks into programs that run in JVMs of their own and were started without any option. */
@Timeout(180)
class InspectCommandTest {
  @TempDir Path dir;

  private ForkedCli watched(String program, String... options) throws Exception {
    var command = new ArrayList<>(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Watched.class.getName(), program));
    var watched = ForkedCli.java(dir, command);
    watched.awaitLine("ready"::equals);
    return watched;
  }

  /** Asks until the answer is as wanted: those who said "ready" may take a moment to wait. */
  private static Cli until(String wanted, String... args) {
    while (true) { // the test has a time limit
      Cli answer = weft(args);
      assertThat(answer.err()).isEmpty();
      assertThat(answer.code()).isZero();
      if (answer.out().contains(wanted)) return answer;
      Thread.onSpinWait();
    }
  }

  @Test
  void theTreeShowsWhoWaitsForWhomAndTheDeadlock() throws Exception {
    try (var shop = watched("shop")) {
      String tree = until("deadlock: ", "pstree", shop.pid()).out();
      assertThat(tree.replaceAll("#\\d+", "#"))
          .contains(
              "main # (platform thread): waits for work on another thread  at Watched.main(Watched.java:",
              "\n└─ main #: waits for scope, 3 tasks  at Watched.shop(Watched.java:",
              "\n   ├─ buyer #: waits for mutex held by seller, 1 waiting (seller #)  at Watched.",
              "\n   ├─ seller #: waits for mutex held by buyer, 1 waiting (buyer #)  at Watched.",
              "\n   └─ owner #: waits for scope, 1 task; 59 min 5",
              "\n      ├─ cook #: waits for promise; 59 min 5",
              "\n      └─ radio # (background): waits for a timer; 59 min 5",
              "\ndeadlock: buyer # waits for seller # (mutex held by seller, 1 waiting); seller # waits for"
                  + " buyer # (mutex held by buyer, 1 waiting)\n");
      assertThat(tree).startsWith("7 tasks: 7 waiting\n").doesNotContain("age", "started at");

      String json = weft("pstree", "--json", shop.pid()).out();
      assertThat(json)
          .startsWith("{\"tasks\":[{\"index\":0,")
          .contains("\"name\":\"cook\",\"virtual\":true,\"state\":\"WAITING\"")
          .endsWith(",\"deadlocks\":[[2,3]]}\n");
      String table = weft("ps", shop.pid()).out();
      assertThat(table).startsWith("ID  PARENT  STATE    AGE  NAME").hasLineCount(8);
      assertThat(weft("ps", "--json", shop.pid()).out()).contains("\"deadlocks\":[[2,3]]");
    }
  }

  @Test
  void aProgramIsFoundAndForgottenAgain() throws Exception {
    String pid;
    try (var shop = watched("shop")) {
      pid = shop.pid();
      assertThat(weft("ps").out().lines())
          .anyMatch(line -> line.matches(" *" + pid + " +0:\\d\\d:\\d\\d  .*Watched shop"));
      assertThat(weft("ps", "--json").out())
          .startsWith("[{\"pid\":")
          .contains("{\"pid\":" + pid + ",\"age\":");
      shop.kill();
    }
    assertThat(weft("ps").out().lines()).noneMatch(line -> line.matches(" *" + pid + " .*"));
    assertThat(weft("pstree", pid).err())
        .isEqualTo("weft pstree: there is no process " + pid + "\n");
  }

  @Test
  void debugModeIsSwitchedOnFromOutside() throws Exception {
    String source =
        """
        import module weft;
        import static weft.Weft.*;
        void main() {
            run(() -> scope(s -> {
                IO.println("ready");
                while (!Debug.isOn()) sleep(Duration.ofMillis(1));
                s.start("late", () -> sleep(Duration.ofHours(1)));
            }));
        }
        """;
    Files.writeString(dir.resolve("Late.java"), source);
    try (var program = ForkedCli.start(dir, "run", "Late.java")) {
      program.awaitLine("ready"::equals);
      String pid = program.childPid();
      assertThat(weft("ps").out().lines())
          .anyMatch(line -> line.matches(" *" + pid + " .*  Late.java"));
      assertThat(weft("pstree", "--debug", "on", pid).code()).isZero();
      String tree = until("late", "pstree", pid).out();
      assertThat(tree)
          .containsPattern("late #\\d+: waits for a timer, for .*; age .*started at Late");
      assertThat(weft("pstree", "--debug=off", pid).out()).contains("late #");
    }
  }

  @Test
  void tenThousandTasksAreCountedOrListed() throws Exception {
    try (var many = watched("many", "-Xmx256m")) {
      String tree = until("10,002 tasks: 10,002 waiting", "pstree", many.pid()).out();
      assertThat(tree)
          .containsPattern(
              "├─ clerk 2 #\\d+: waits for promise\n   └─ … 9,997 more like clerk 0 #");
      assertThat(weft("pstree", "--all", "--stacks", "5", many.pid()).out())
          .hasLineCount(10_003)
          .contains("clerk 9999 #");
      assertThat(weft("ps", many.pid()).out()).hasLineCount(10_003);
      assertThat(weft("top", "--once", many.pid()).out())
          .startsWith("10,002 tasks: 10,002 waiting\n\nTASKS   RUNNING  WAITING  BLOCKED")
          .contains("\n10,000  0        10,000   0        0          clerk *  promise\n")
          .doesNotContain("a second");
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void topLooksAgainAndAgainUntilCtrlC() throws Exception {
    try (var shop = watched("shop");
        var top = ForkedCli.start(dir, "top", "--json", "--interval", "20ms", shop.pid())) {
      for (int i = 0; i < 3; i++) {
        top.awaitLine(line -> line.contains("\"started\":") && line.contains("\"name\":\"cook\""));
      }
      top.signal("INT");
      assertThat(top.end()).isZero();
      assertThat(top.text()).doesNotContain("weft top:");
    }
  }

  @Test
  void topEndsWithTheProgram() throws Exception {
    try (var shop = watched("shop");
        var top = ForkedCli.start(dir, "top", "--interval", "20ms", shop.pid())) {
      top.awaitLine(line -> line.matches("7 tasks: .*; threads a second: .*"));
      shop.kill();
      assertThat(top.end()).isZero();
      assertThat(top.text())
          .contains("weft top: process " + shop.pid() + " has ended")
          .doesNotContain("Exception");
    }
  }

  @Test
  void aJvmWithoutWeftSaysSo() throws Exception {
    Files.writeString(
        dir.resolve("Plain.java"),
        "void main() throws Exception { IO.println(\"ready\"); System.in.read(); }");
    try (var plain = ForkedCli.java(dir, List.of("Plain.java"))) {
      plain.awaitLine("ready"::equals);
      Cli answer = weft("pstree", plain.pid());
      assertThat(answer.err())
          .isEqualTo("weft pstree: process " + plain.pid() + " is a JVM without Weft\n");
      assertThat(answer.code()).isEqualTo(1);
      assertThat(weft("ps").out()).doesNotContain("Plain.java");
    }
  }

  /** Without jdk.jfr nothing is recorded, and all else works; the JDK fetches what JMX needs. */
  @Test
  void aJvmWithFewModulesIsLookedIntoAsWell() throws Exception {
    try (var few = watched("shop", "--limit-modules", "java.base,jdk.unsupported")) {
      assertThat(until("deadlock: ", "pstree", few.pid()).out()).startsWith("7 tasks: 7 waiting");
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whatIsNoJvmSaysSo() throws Exception {
    Process sleeper = new ProcessBuilder("sleep", "60").start();
    try {
      assertThat(weft("ps", "" + sleeper.pid()).err())
          .isEqualTo(
              "weft ps: process " + sleeper.pid() + " is no JVM, or one that doesn't answer\n");
      assertThat(sleeper.isAlive()).isTrue();
    } finally {
      sleeper.destroyForcibly();
    }
    assertThat(weft("top", "999999999").err())
        .isEqualTo("weft top: there is no process 999999999\n");
  }
}
