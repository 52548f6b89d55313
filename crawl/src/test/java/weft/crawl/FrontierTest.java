package weft.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.crawl.frontier.SpillFile;
import weft.crawl.url.WebUrl;

class FrontierTest {
  private static final int MILLION = 1_000_000;
  private static final String LONG_PATH = "/a/path/that/is/as/long/as/they/usually/are/";

  @TempDir Path dir;

  private static Target target(String path, int depth) {
    WebUrl url = WebUrl.parse("http://example.org" + path).orElseThrow();
    return new Target(url, depth, 0, Optional.of("http://example.org/menu/" + path.length()));
  }

  private Frontier frontier(CrawlSettingsBuilder settings, Host.Worker worker, SpillFile spill) {
    var counters = new Counters(weft.Environment.current().clock());
    return new Frontier(settings.build(), counters, worker, new Pause(), spill);
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

  /** A set of URLs with their texts, and targets in a list, took 358 bytes for each. */
  @Test
  void aKnownUrlTakesFewBytes() {
    try (var spill = new SpillFile(dir)) {
      var frontier = frontier(CrawlSettings.builder(dir.resolve("db")), (_, _) -> {}, spill);
      for (int i = 0; i < 100_000; i++) frontier.offer(target(LONG_PATH + i, 0));
      long before = retained();
      for (int i = 0; i < MILLION; i++) frontier.offer(target(LONG_PATH + "x" + i, 0));
      double each = (retained() - before) / (double) MILLION;
      System.out.printf("a URL that waits takes %.1f bytes of heap%n", each);
      assertThat(each).isLessThan(2 * 19 + 2); // it is in the level's set, too, until that opens
      for (int i = 0; i < 1000; i++) frontier.offer(target(LONG_PATH + "x" + i, 0)); // still there
    }
  }
}
