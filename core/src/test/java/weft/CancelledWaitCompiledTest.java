package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.gather;
import static weft.Weft.scope;
import static weft.Weft.sleep;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The first cancellation of very many is not the moment at which the JVM throws away the code of
 * all of them: see {@link Rehearsal}.
 */
@Proof
@Timeout(120)
class CancelledWaitCompiledTest {
  private static final int MANY = 60_000;

  /** What the JVM says of each frame that it throws away. */
  private static final String LOG = "-Xlog:deoptimization=debug";

  @ParameterizedTest
  @ValueSource(strings = {"tasks", "pieces"})
  void isKept(String what) throws Exception {
    int thrownAway = 0;
    try (var jvm = new ForkedJvm(Sleepers.class, what, "-XX:TieredStopAtLevel=4", "-Xbatch", LOG)) {
      for (var line = jvm.readLine(); line != null; line = jvm.readLine()) {
        if (line.contains(" weft.")) thrownAway++;
      }
    }
    assertThat(thrownAway).isLessThan(MANY / 20);
  }

  /** The other JVM's program. */
  static final class Sleepers {
    private Sleepers() {}

    public static void main(String[] arguments) throws InterruptedException {
      var asleep = new CountDownLatch(MANY);
      scope(s -> {
        if (arguments[0].equals("tasks")) {
          for (int i = 0; i < MANY; i++) s.start(() -> fallAsleep(asleep));
        } else {
          s.start(() -> gather(IntStream.range(0, MANY).boxed().toList(), _ -> fallAsleep(asleep)));
        }
        asleep.await();
        s.cancel("enough");
      });
    }

    private static boolean fallAsleep(CountDownLatch asleep) {
      asleep.countDown();
      sleep(Duration.ofHours(1));
      return true;
    }
  }
}
