package weft.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static weft.Weft.scope;
import static weft.Weft.sleep;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import weft.Promise;
import weft.Weft;

/** The annotation: which invocations it makes of a method, and how they end. */
class WeftTestTest {
  private static final List<String> SEEN = new ArrayList<>();
  private static volatile boolean released;

  /** Tests that are run by the tests. */
  static class Subject {
    private int instances;

    @BeforeEach
    void before(TestClock clock) {
      SEEN.add("before at " + clock.elapsed().toSeconds());
      sleep(Duration.ofSeconds(1));
    }

    @AfterEach
    void after() {
      SEEN.add("after at " + TestClock.current().elapsed().toSeconds());
    }

    @WeftTest
    void passes() {
      sleep(Duration.ofSeconds(1));
      SEEN.add("test");
    }

    @WeftTest(seeds = 5)
    void passesUnderSeeds(RandomGenerator random) {
      assertThat(instances++).isZero();
      SEEN.add("" + random.nextInt());
    }

    @WeftTest(seeds = 100)
    void failsUnderSome() {
      var order = new ArrayList<String>();
      scope(s -> {
        s.start(() -> order.add("a"));
        s.start(() -> order.add("b"));
      });
      assertThat(order).containsExactly("a", "b");
    }

    @WeftTest(seed = {7, 8})
    void withSeedsOfItsOwn() {
      SEEN.add("test");
    }

    @WeftTest
    void fails() {
      throw new IllegalStateException("boom");
    }

    @WeftTest
    void isSkipped() {
      Assumptions.abort("not here");
    }

    @WeftTest
    void isSkippedByATask() {
      scope(s -> {
        s.start(() -> Assumptions.abort("not here"));
      });
    }

    @WeftTest
    @RepeatedTest(2)
    void isATestAlready() {}

    @WeftTest(seeds = 3)
    void isSkippedUnderSeeds() {
      Assumptions.abort("not here");
    }

    @WeftTest
    void deadlocks() {
      new Promise<>().await();
    }

    @WeftTest(limitSeconds = 1)
    void isBusyForEver() {
      while (!Thread.currentThread().isInterrupted()) Thread.onSpinWait();
    }

    @WeftTest(limitSeconds = 1)
    void isDeafToo() {
      while (!released) Thread.onSpinWait();
    }

    @WeftTest(limitSeconds = 1)
    void waitsOutsideForEver() throws Exception {
      scope(s -> {
        s.start(
            "waits",
            () ->
                Weft.toThread(() -> {
                  while (true) Weft.checkpoint();
                }));
      });
    }

    @WeftTest
    void leaks() {
      Weft.supervise(s -> {
        s.start(
            "careless",
            () -> {
              throw new IllegalStateException("boom");
            });
      });
    }

    @WeftTest(leaks = false)
    void mayLeak() {
      leaks();
    }
  }

  private static EngineExecutionResults run(String method) {
    SEEN.clear();
    var type = Subject.class;
    var found =
        java.util.Arrays.stream(type.getDeclaredMethods())
            .filter(m -> m.getName().equals(method))
            .findAny()
            .orElseThrow();
    return EngineTestKit.engine("junit-jupiter").selectors(selectMethod(type, found)).execute();
  }

  private static Throwable failure(EngineExecutionResults results) {
    return results.testEvents().failed().stream()
        .map(event -> event.getRequiredPayload(TestExecutionResult.class))
        .map(result -> result.getThrowable().orElseThrow())
        .reduce((a, b) -> {
          throw new AssertionError("two failures");
        })
        .orElseThrow();
  }

  private static List<String> names(EngineExecutionResults results) {
    return results.testEvents().started().stream()
        .map(Event::getTestDescriptor)
        .map(test -> test.getDisplayName())
        .toList();
  }

  @Test
  void setUpAndTearDownRunOnTheLoop() {
    run("passes").testEvents().assertStatistics(s -> s.started(1).succeeded(1));
    assertThat(SEEN).containsExactly("before at 0", "test", "after at 2");
  }

  @Test
  void eachSeedIsAnInvocation() {
    var results = run("passesUnderSeeds");
    results.testEvents().assertStatistics(s -> s.started(5).succeeded(5));
    assertThat(names(results))
        .first()
        .asString()
        .isEqualTo("passesUnderSeeds(RandomGenerator), seed 1");
    assertThat(names(results)).last().asString().endsWith("seed 5");
    var numbers = SEEN.stream().filter(s -> s.matches("-?\\d+")).toList();
    assertThat(numbers).hasSize(5).doesNotHaveDuplicates();
    run("passesUnderSeeds");
    assertThat(SEEN.stream().filter(s -> s.matches("-?\\d+"))).isEqualTo(numbers);
  }

  /** It failed. */
  @Test
  void aTaskMaySkipTheTest() {
    run("isSkippedByATask").testEvents().assertStatistics(s -> s.started(1).aborted(1));
  }

  /** It was run by both, and by the other one in real time. */
  @Test
  void anotherAnnotationThatMakesATestIsAnError() {
    var failed = run("isATestAlready").containerEvents().failed().stream().findFirst();
    var result = failed.orElseThrow().getRequiredPayload(TestExecutionResult.class);
    assertThat(result.getThrowable().orElseThrow())
        .hasMessage(
            "@WeftTest is all that isATestAlready needs to be a test: take @RepeatedTest away,"
                + " or take @WeftTest away and call Simulation.run in it");
  }

  @Test
  void theFirstSeedThatFailsIsTheLast() {
    var results = run("failsUnderSome");
    var error = (SeedError) failure(results);
    assertThat(names(results)).hasSize((int) error.seed());
    assertThat(error.getMessage().lines().findFirst().orElseThrow())
        .startsWith("seed " + error.seed() + " fails: ");
    assertThat(error.getStackTrace()).isEqualTo(error.getCause().getStackTrace());

    System.setProperty("weft.test.seed", "" + error.seed());
    try {
      var again = run("failsUnderSome");
      assertThat(names(again)).hasSize(1);
      assertThat(failure(again)).hasMessage(error.getMessage());
      assertThat(names(run("passes"))).containsExactly("passes(), seed " + error.seed());
    } finally {
      System.clearProperty("weft.test.seed");
    }
  }

  @Test
  void seedsMayBeNamed() {
    assertThat(names(run("withSeedsOfItsOwn")))
        .containsExactly("withSeedsOfItsOwn(), seed 7", "withSeedsOfItsOwn(), seed 8");
  }

  @Test
  void whatItThrowsComesOutAsItIs() {
    assertThat(failure(run("fails"))).isExactlyInstanceOf(IllegalStateException.class);
    assertThat(SEEN).endsWith("after at 1");
  }

  @Test
  void anAssumptionSkips() {
    run("isSkipped").testEvents().assertStatistics(s -> s.aborted(1).failed(0));
    run("isSkippedUnderSeeds").testEvents().assertStatistics(s -> s.aborted(1).failed(0));
  }

  @Test
  void aDeadlockFails() {
    assertThat(failure(run("deadlocks")))
        .isInstanceOf(DeadlockError.class)
        .hasMessageContaining("main #3: waits for promise");
  }

  @Test
  void aBusyTestFailsAtItsLimit() {
    assertThat(failure(run("isBusyForEver")))
        .isInstanceOf(HangError.class)
        .hasMessageContaining("not done within 1 s of real time, at 1 s of virtual time")
        .hasMessageContaining("running: 'main'")
        .hasMessageContaining("isBusyForEver");
  }

  @Test
  void soDoesOneThatCanNotBeEnded() {
    released = false;
    var results = run("isDeafToo");
    released = true;
    assertThat(SEEN).containsExactly("before at 0");
    assertThat(failure(results))
        .isInstanceOf(HangError.class)
        .hasMessageContaining("running: 'main'")
        .satisfies(
            e -> assertThat(e.getSuppressed()).singleElement().isInstanceOf(HangError.class));
  }

  @Test
  void soDoesOneThatWaitsOutside() {
    assertThat(failure(run("waitsOutsideForEver")))
        .isInstanceOf(HangError.class)
        .hasMessageContaining("waits #4: waits for work on another thread  at WeftTestTest");
  }

  @Test
  void aLeakFails() {
    assertThat(failure(run("leaks"))).isInstanceOf(LeakError.class);
    run("mayLeak").testEvents().assertStatistics(s -> s.succeeded(1));
  }

  @Test
  void nonsenseIsRefused() throws Exception {
    var annotation =
        Subject.class.getDeclaredMethod("failsUnderSome").getAnnotation(WeftTest.class);
    assertThatThrownBy(() -> Seeds.of(annotation, name -> "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("weft.test.seed must be a number, not 'x'");
    assertThatThrownBy(
            () -> Seeds.of(annotation, name -> name.equals("weft.test.seeds") ? "0" : null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(
            Seeds.of(
                annotation,
                name ->
                    switch (name) {
                      case "weft.test.seeds" -> "3";
                      case "weft.test.first" -> "11";
                      default -> null;
                    }))
        .extracting(settings -> settings.seed().getAsLong())
        .containsExactly(11L, 12L, 13L);
  }

  @Test
  void withoutTheJvmsOptionTheFailureSaysWhatToAdd() throws Exception {
    var process =
        new ProcessBuilder(
                java.nio.file.Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                WeftTestTest.class.getName())
            .redirectErrorStream(true)
            .start();
    assertThat(process.inputReader().lines().toList())
        .containsExactly(
            "the test kit needs the JVM option --add-opens java.base/java.lang=ALL-UNNAMED: add it"
                + " to surefire's argLine in Maven, or to the test task's jvmArgs in Gradle");
  }

  public static void main(String[] args) {
    try {
      Simulation.fifo().run(() -> {});
    } catch (IllegalStateException e) {
      System.out.println(e.getMessage());
    }
  }
}
