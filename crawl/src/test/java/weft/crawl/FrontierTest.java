package weft.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.scope;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.crawl.frontier.SpillFile;
import weft.crawl.url.WebUrl;
import weft.sync.Event;

class FrontierTest {
  private static final int MILLION = 1_000_000;
  private static final String LONG_PATH = "/a/path/that/is/as/long/as/they/usually/are/";

  @TempDir Path dir;

  private static Target target(String path, int depth) {
    WebUrl url = WebUrl.parse("http://example.org" + path).orElseThrow();
    Optional<String> referrer = Optional.of("http://example.org/menu/" + path.length());
    return new Target(url, depth, 0, referrer, false);
  }

  private static Frontier frontier(
      CrawlSettingsBuilder settings, Host.Worker worker, SpillFile spill) {
    var counters = new Counters(weft.Environment.current().clock());
    return new Frontier(settings.build(), counters, worker, new Pause(), spill);
  }

  /** What waits for the first level has its fingerprint in the set of that. */
  @Test
  void aUrlThatWaitsForALevelTakesFewBytes() throws Exception {
    assertThat(bytesOfEach("waiting")).isBetween(5.0, 20.0);
  }

  @Test
  void aUrlThatIsKnownAndNotFetchedTakesFewBytes() throws Exception {
    assertThat(bytesOfEach("started")).isBetween(5.0, 20.0);
  }

  /** In a heap that no other test uses. */
  private double bytesOfEach(String which) throws Exception {
    Process program =
        ForkedProgram.of(Memory.class, dir.toString(), which)
            .redirectOutput(dir.resolve("output").toFile())
            .start();
    try {
      assertThat(program.waitFor(2, TimeUnit.MINUTES)).as("it ended").isTrue();
    } finally {
      program.destroyForcibly();
    }
    double each = Double.parseDouble(Files.readString(dir.resolve("output")).strip());
    System.out.printf("a URL takes %.1f bytes of heap%n", each);
    return each;
  }

  /** Says how many bytes of heap a URL takes, between 100,000 URLs and 1,100,000. */
  static final class Memory {
    private Memory() {}

    public static void main(String[] arguments) {
      Path dir = Path.of(arguments[0]);
      var settings = CrawlSettings.builder(dir.resolve("db"));
      var end = new Event();
      try (var spill = new SpillFile(dir)) {
        Frontier frontier = frontier(settings, (_, _) -> end.await(), spill);
        if (arguments[1].equals("waiting")) {
          System.out.println(bytesOfEach(frontier));
          return;
        }
        frontier.offer(target("/", 0));
        scope(s -> {
          boolean _ = frontier.open(s);
          System.out.println(bytesOfEach(frontier));
          s.cancel("seen enough");
        });
      }
    }

    private static double bytesOfEach(Frontier frontier) {
      for (int i = 0; i < 100_000; i++) frontier.offer(target(LONG_PATH + i, 1));
      long before = retained();
      for (int i = 0; i < MILLION; i++) frontier.offer(target(LONG_PATH + "x" + i, 1));
      double each = (retained() - before) / (double) MILLION;
      frontier.offer(target(LONG_PATH + 1, 1)); // it was needed until now
      return each;
    }

    private static long retained() {
      var runtime = Runtime.getRuntime();
      long least = Long.MAX_VALUE;
      for (int i = 0; i < 3; i++) {
        System.gc();
        least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
      }
      return least;
    }
  }

  /** A redirect may lead on this level to what a link has put on the next. */
  @Test
  void withALimitEachUrlIsVisitedOnceOnTheNearestLevel() {
    var visited = new ConcurrentLinkedQueue<String>();
    try (var spill = new SpillFile(dir)) {
      var at = new AtomicReference<Frontier>();
      Host.Worker worker =
          (_, target) -> {
            String path = target.url().path();
            visited.add(path + " " + target.depth());
            if (!path.equals("/")) return;
            for (int i = 0; i < 5_000; i++) at.get().offer(target("/" + i, 1));
            for (int i = 0; i < 5_000; i += 1_000) at.get().offer(target("/" + i, 0));
          };
      var settings = CrawlSettings.builder(dir.resolve("db")).depth(1);
      Frontier frontier = frontier(settings, worker, spill);
      at.set(frontier);
      frontier.offer(target("/7", 1)); // as from an earlier crawl
      frontier.offer(target("/", 0));
      frontier.offer(target("/deep", 2));
      boolean more = true;
      while (more) {
        var opened = new AtomicBoolean();
        scope(s -> {
          opened.set(frontier.open(s));
        });
        more = opened.get();
      }
    }
    assertThat(visited).hasSize(5_001).doesNotHaveDuplicates().contains("/ 0", "/7 1", "/4999 1");
    assertThat(visited).contains("/0 0", "/1000 0", "/4000 0").doesNotContain("/1000 1");
  }
}
