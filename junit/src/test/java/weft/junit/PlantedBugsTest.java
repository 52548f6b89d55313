package weft.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static weft.Weft.scope;
import static weft.Weft.sleep;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weft.Action;
import weft.Promise;
import weft.channel.Channel;
import weft.sync.Event;
import weft.sync.Mutex;
import weft.sync.Semaphore;

/**
 * Programs with a bug that shows itself under some schedules: none when they run first come, first
 * served, some among a thousand seeds, and then always under that seed.
 */
class PlantedBugsTest {
  private enum Bug {
    /** Two tasks read, suspend at what doesn't suspend them mostly, and write. */
    LOST_UPDATE(() -> {
      var audit = Channel.<String>unlimited();
      var balance = new int[1];
      scope(s -> {
        for (int i = 0; i < 3; i++) {
          s.start(() -> {
            int read = balance[0];
            audit.send("read " + read);
            balance[0] = read + 1;
          });
        }
      });
      assertThat(balance[0]).as("balance").isEqualTo(3);
    }),

    /** One sees that there is nothing to do, and waits after the news of something came. */
    LOST_WAKE_UP(() -> {
      Queue<String> jobs = new ArrayDeque<>();
      var news = new Event[] {new Event()};
      var log = Channel.<String>unlimited();
      scope(s -> {
        s.start(
            "worker",
            () -> {
              while (jobs.isEmpty()) {
                log.send("nothing to do");
                news[0] = new Event(); // the bug: the event that is set may be the one before
                news[0].await();
              }
              jobs.remove();
            });
        s.start(
            "boss",
            () -> {
              log.send("a job comes");
              jobs.add("job");
              news[0].set();
            });
      });
    }),

    /** Two locks, taken in either order. */
    ABBA(() -> {
      var a = new Mutex();
      var b = new Mutex();
      scope(s -> {
        s.start("ab", () -> a.with(() -> b.with(() -> {})));
        s.start("ba", () -> b.with(() -> a.with(() -> {})));
      });
    }),

    /** A permit that is not given back where the task is cancelled between two statements. */
    LEAKED_PERMIT(() -> {
      var permits = new Semaphore(1);
      scope(s -> {
        var task =
            s.start(() -> {
              var permit = permits.acquire();
              sleep(Duration.ZERO); // the bug: no try around it
              permit.close();
            });
        sleep(Duration.ZERO);
        task.cancel("enough");
      });
    });

    final Action<?> program;

    Bug(Action<?> program) {
      this.program = program;
    }
  }

  @ParameterizedTest
  @EnumSource
  void isNotThereFirstComeFirstServed(Bug bug) {
    if (bug == Bug.LEAKED_PERMIT) return; // that one is there
    Simulation.fifo().run((Action<RuntimeException>) () -> sneak(bug.program));
  }

  @ParameterizedTest
  @EnumSource
  void isFoundBySeedsAndReplayedByOne(Bug bug) {
    var found = fails(Simulation.seeds(1_000), bug);
    for (int i = 0; i < 20; i++) {
      var again = fails(Simulation.seed(found.seed()), bug);
      assertThat(again).hasMessage(found.getMessage());
    }
  }

  @Test
  void aDeadlockSaysWhoWaitsForWhom() {
    var found = fails(Simulation.seeds(1_000), Bug.ABBA);
    assertThat(found.getCause())
        .isInstanceOf(DeadlockError.class)
        .hasMessageContainingAll(
            "deadlock: nothing can run, and no timer is set",
            "ab #2: waits for mutex held by ba, 1 waiting (ba #3)",
            "deadlock: ab #2 waits for ba #3 (mutex held by ba, 1 waiting); ba #3 waits for ab #2");
  }

  @Test
  void theFirstLineNamesTheSeed() {
    var found = fails(Simulation.seeds(1_000), Bug.LOST_UPDATE);
    var lines = found.getMessage().lines().toList();
    assertThat(lines.getFirst()).startsWith("seed " + found.seed() + " fails: ");
    assertThat(found)
        .hasMessageContaining("replay it by @WeftTest(seed = " + found.seed() + ")")
        .hasMessageContaining("-Dweft.test.seed=" + found.seed());
  }

  private static SeedError fails(Simulation simulation, Bug bug) {
    var error = catchThrowableOfType(SeedError.class, () -> simulation.run(bug.program));
    assertThat(error).as("%s is found", bug).isNotNull();
    return error;
  }

  @SuppressWarnings("unchecked")
  private static <X extends Throwable> void sneak(Action<?> program) throws X {
    ((Action<X>) program).run();
  }

  @Test
  void aPromiseNobodyCompletesIsADeadlock() {
    var error =
        catchThrowableOfType(
            DeadlockError.class, () -> Simulation.fifo().run(() -> new Promise<>().await()));
    assertThat(error).hasMessageContaining("main #1: waits for promise  at PlantedBugsTest.");
  }
}
