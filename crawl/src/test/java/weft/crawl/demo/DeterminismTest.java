package weft.crawl.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The site is the same in each run, in any order of requests and with many at once. */
class DeterminismTest {

  @Test
  void twoStartsExpectTheSame() throws IOException {
    try (DemoSite one = DemoSite.start();
        DemoSite two = DemoSite.start()) {
      assertThat(neutral(one, one.expected().toString()))
          .isEqualTo(neutral(two, two.expected().toString()));
    }
  }

  @Test
  void orderAndConcurrencyChangeNoAnswer() throws Exception {
    try (DemoSite one = DemoSite.start();
        DemoSite two = DemoSite.start()) {
      List<String> paths = sample(one);
      Map<String, String> inOrder = new ConcurrentHashMap<>();
      for (String path : paths) {
        inOrder.put(path, answer(one, path));
      }
      List<String> shuffled = new ArrayList<>(paths);
      Collections.shuffle(shuffled, new Random(7));

      assertThat(allAtOnce(two, shuffled)).isEqualTo(inOrder);
    }
  }

  private static Map<String, String> allAtOnce(DemoSite site, List<String> paths)
      throws InterruptedException, ExecutionException {
    Map<String, String> answers = new ConcurrentHashMap<>();
    try (var executor = Executors.newFixedThreadPool(16, Thread.ofVirtual().factory())) {
      List<Future<?>> all = new ArrayList<>();
      for (String path : paths) {
        all.add(executor.submit(() -> answers.put(path, answer(site, path))));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
    return answers;
  }

  /** Some of the pages; none that is huge, that packs the port into its bytes or that waits. */
  private static List<String> sample(DemoSite site) {
    List<String> paths =
        site.expected().kinds().entrySet().stream()
            .filter(entry -> entry.getValue() != Kind.TOO_LARGE)
            .map(entry -> RunningSite.path(entry.getKey()))
            .filter(path -> !path.matches("/slow/.+|/large/.+|.*\\.gz"))
            .toList();
    return IntStream.range(0, paths.size()).filter(i -> i % 3 == 0).mapToObj(paths::get).toList();
  }

  private static String answer(DemoSite site, String path) {
    RawClient.Response response = new RawClient(site.root()).get(path);
    Map<String, String> headers = new ConcurrentHashMap<>(response.headers());
    headers.remove("date");
    headers.computeIfPresent("retry-after", (_, value) -> value.length() > 5 ? "a date" : value);
    String body = new String(response.body(), ISO_8859_1);
    return neutral(site, response.status() + "\n" + headers + "\n" + body);
  }

  private static String neutral(DemoSite site, String text) {
    String port = Integer.toString(site.root().getPort());
    return text.replace("localhost:" + port, "HERE")
        .replace("LOCALHOST:" + port, "HERE")
        .replace("LocalHost:" + port, "HERE");
  }
}
