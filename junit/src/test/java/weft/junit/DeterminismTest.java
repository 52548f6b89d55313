package weft.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.gather;
import static weft.Weft.moveOnAfter;
import static weft.Weft.scope;
import static weft.Weft.sleep;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weft.channel.Channel;
import weft.flow.Flow;
import weft.sync.RateLimiter;
import weft.sync.Semaphore;

/** The same seed gives the same interleaving, turn by turn. */
class DeterminismTest {
  private static final Settings SETTINGS = Settings.DEFAULT;

  /** A program with a bit of everything; returns what happened, in order. */
  private static List<String> busy() {
    var seen = new ArrayList<String>();
    var random = Testing.random();
    var channel = Channel.<Integer>buffered(2);
    var permits = new Semaphore(2);
    var limiter = RateLimiter.of(10, Duration.ofSeconds(1));
    scope(s -> {
      for (int t = 0; t < 4; t++) {
        int number = t;
        s.start(() -> {
          for (int i = 0; i < 5; i++) {
            limiter.acquire();
            int item = i;
            permits.with(() -> {
              if (random.nextBoolean()) sleep(Duration.ofMillis(random.nextInt(20)));
              channel.send(number * 10 + item);
            });
          }
        });
      }
      s.start(() -> {
        for (int i = 0; i < 20; i++) seen.add("got " + channel.receive());
      });
      s.background(() -> {
        while (true) {
          moveOnAfter(Duration.ofMillis(7), () -> sleep(Duration.ofMillis(random.nextInt(14))));
          seen.add("tick");
        }
      });
    });
    seen.addAll(
        gather(
            IntStream.range(0, 10).boxed().toList(),
            3,
            i -> {
              sleep(Duration.ofMillis(random.nextInt(3)));
              seen.add("piece " + i);
              return "result " + i;
            }));
    Flow.range(0, 30)
        .mapParallel(
            4,
            i -> {
              sleep(Duration.ofMillis(random.nextInt(5)));
              return i;
            })
        .forEach(i -> seen.add("flow " + i));
    seen.add("at " + TestClock.current().elapsed());
    return seen;
  }

  private record Record(String turns, List<String> seen) {}

  private static Record record(Settings settings) {
    var seen = new ArrayList<String>();
    var trace = Simulation.<RuntimeException>once(settings, () -> seen.addAll(busy()));
    return new Record(trace.toString(), seen);
  }

  @Test
  void aSeedRepeats() {
    var different = new HashSet<Record>();
    for (int seed = 0; seed < 200; seed++) {
      var first = record(SETTINGS.seed(seed));
      assertThat(record(SETTINGS.seed(seed))).as("seed %d", seed).isEqualTo(first);
      different.add(first);
    }
    assertThat(different).hasSizeGreaterThan(190);
  }

  @Test
  void alsoInAnotherProcess() throws Exception {
    var here = new ArrayList<String>();
    for (int seed = 0; seed < 5; seed++) here.add(record(SETTINGS.seed(seed)).turns());
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                DeterminismTest.class.getName())
            .redirectErrorStream(true)
            .start();
    assertThat(process.inputReader().lines().toList()).isEqualTo(here);
  }

  public static void main(String[] args) {
    for (int seed = 0; seed < 5; seed++) System.out.println(record(SETTINGS.seed(seed)).turns());
  }

  @Test
  void soDoesFirstComeFirstServed() {
    var first = record(SETTINGS);
    for (int i = 0; i < 50; i++) assertThat(record(SETTINGS)).isEqualTo(first);
  }
}
