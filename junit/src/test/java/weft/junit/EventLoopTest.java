package weft.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.scope;
import static weft.Weft.sleep;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import weft.EventLoop;
import weft.Promise;

/** An event loop within a test runs in its time, and by its seed. */
class EventLoopTest {
  private static List<String> program() {
    var seen = new ArrayList<String>();
    EventLoop.run(() -> {
      var loop = EventLoop.current();
      var promise = new Promise<String>();
      loop.callLater(Duration.ofHours(1), () -> promise.complete("an hour later"));
      scope(s -> {
        s.start(() -> {
          seen.add("a");
          sleep(Duration.ofMinutes(1));
          seen.add("a " + loop.time().toMinutes());
        });
        s.start(() -> seen.add("b"));
        seen.add(promise.await());
      });
      Testing.waitAllTasksBlocked();
    });
    seen.add("at " + TestClock.current().elapsed());
    return seen;
  }

  @WeftTest
  void runsInTheTestsTime() {
    assertThat(program()).containsExactly("a", "b", "a 1", "an hour later", "at PT1H");
  }

  @Test
  void takesTurnsByTheSeed() {
    var different = new HashSet<List<String>>();
    for (int seed = 1; seed <= 50; seed++) {
      var first = once(seed);
      assertThat(once(seed)).isEqualTo(first);
      different.add(first);
    }
    assertThat(different).hasSizeGreaterThan(1);
  }

  private static List<String> once(long seed) {
    var seen = new ArrayList<String>();
    seen.add(
        Simulation.<RuntimeException>once(Settings.DEFAULT.seed(seed), () -> seen.addAll(program()))
            .toString());
    return seen;
  }
}
