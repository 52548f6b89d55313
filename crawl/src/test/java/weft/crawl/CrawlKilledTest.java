package weft.crawl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netpreserve.jwarc.WarcResponse;
import weft.crawl.CrawlSettings.Output;
import weft.crawl.CrawlSummary.End;

/** A crawl in a process of its own that is killed, and resumed, and killed again. */
class CrawlKilledTest {
  private static final int LINKS = 10;
  private static final int CONCURRENCY = 8;

  /** Requests that are sent, what waits for the store, and the batch that it writes. */
  private static final int MOST_IN_FLIGHT = CONCURRENCY + 1024 + 500;

  private static final long PATIENCE_SECONDS = 300;

  @TempDir Path dir;

  /** Page n links to pages 10n+1 to 10n+10, and to those before it. */
  private static final class Tree implements AutoCloseable {
    final Map<String, Integer> counts = new ConcurrentHashMap<>();
    final Semaphore requests = new Semaphore(0);
    private final HttpServer server;
    private final int pages;

    Tree(int pages) throws IOException {
      this.pages = pages;
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext(
          "/",
          exchange -> {
            String path = exchange.getRequestURI().getPath();
            counts.merge(path, 1, Integer::sum);
            requests.release();
            boolean page = !path.equals("/robots.txt");
            byte[] body = page ? page(Integer.parseInt(path.substring(1))).getBytes(UTF_8) : null;
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(page ? 200 : 404, page ? body.length : -1);
            if (page) exchange.getResponseBody().write(body);
            exchange.close();
          });
      server.start();
    }

    private String page(int number) {
      var text = new StringBuilder("<title>" + number + "</title>");
      for (int i = 1; i <= LINKS; i++) {
        int to = number * LINKS + i;
        text.append("<a href=/").append(to < pages ? to : number / i).append(">x</a>");
      }
      return text.toString();
    }

    String seed() {
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/0";
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  /** How many pages there are. */
  int pages() {
    return 3_000;
  }

  /** Where the results are. */
  String url() {
    return "jdbc:h2:" + dir.resolve("db");
  }

  /** How often it is killed. */
  int kills() {
    return 5;
  }

  private static CrawlSettings settings(String url, Path dir, Output output) {
    return CrawlSettings.builder(CrawlDatabase.of(url))
        .output(output)
        .jsonLines(dir.resolve("pages.jsonl"))
        .csv(dir.resolve("pages.csv"))
        .warc(dir.resolve("pages.warc.gz"))
        .perHost(CONCURRENCY)
        .build();
  }

  /** What is killed: arguments are a database, a folder, whether it is resumed, and a seed. */
  static final class Program {
    public static void main(String[] args) {
      var output = args[2].equals("resume") ? Output.RESUME : Output.CREATE;
      var _ = Crawl.of(settings(args[0], Path.of(args[1]), output)).run(args[3]);
    }
  }

  private Process start(String how, String seed) throws IOException {
    return ForkedProgram.of(Program.class, url(), dir.toString(), how, seed)
        .redirectOutput(dir.resolve("output").toFile())
        .start();
  }

  @Test
  void nothingIsLostAndNothingThatIsStoredIsFetchedAgain() throws Exception {
    var random = new Random(19);
    try (var site = new Tree(pages())) {
      var counted = new HashMap<String, Integer>(); // of what was stored when it was killed
      Set<URI> stored = Set.of();
      for (int kill = 0; kill < kills(); kill++) {
        var before = Map.copyOf(site.counts);
        Process crawl = start(kill == 0 ? "create" : "resume", site.seed());
        try {
          int moment = 1 + random.nextInt(pages() / (kills() + 1));
          assertThat(site.requests.tryAcquire(moment, PATIENCE_SECONDS, TimeUnit.SECONDS))
              .as(() -> "that many requests, after " + output())
              .isTrue();
        } finally {
          crawl.destroyForcibly().waitFor();
        }
        site.requests.drainPermits();
        var now = Results.read(url()).kinds().keySet();
        assertThat(now).containsAll(stored); // what is stored stays
        stored = Set.copyOf(now);
        for (URI url : stored) {
          counted.putIfAbsent(url.getPath(), site.counts.getOrDefault(url.getPath(), 0));
        }
        long lost =
            site.counts.entrySet().stream()
                .filter(asked -> asked.getValue() > before.getOrDefault(asked.getKey(), 0))
                .filter(asked -> !counted.containsKey(asked.getKey()))
                .count();
        assertThat(lost).isLessThanOrEqualTo(MOST_IN_FLIGHT);
      }
      assertThat(Crawl.of(settings(url(), dir, Output.RESUME)).run().end()).isEqualTo(End.COMPLETE);

      var results = Results.read(url());
      assertThat(results.titles()).hasSize(pages());
      assertThat(results.kinds()).hasSize(pages());
      assertThat(results.frontier()).isEmpty();
      assertThat(results.links().values()).allMatch(links -> !links.isEmpty());
      counted.forEach((path, count) -> assertThat(site.counts).containsEntry(path, count));
      assertEachOnce(Files.readAllLines(dir.resolve("pages.jsonl")), "\\{\"url\":\"([^\"]+)\".*}");
      List<String> csv = Files.readAllLines(dir.resolve("pages.csv"));
      assertThat(csv.getFirst()).startsWith("url,title,status,");
      assertEachOnce(csv.subList(1, csv.size()), "([^,]+),\\d+,200,.*");
      List<WarcResponse> responses = Archive.read(dir.resolve("pages.warc.gz")).responses();
      assertThat(responses.stream().map(WarcResponse::target))
          .hasSize(pages())
          .doesNotHaveDuplicates();
    }
    try (var left = Files.list(dir)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .noneMatch(name -> name.contains("queue"));
    }
  }

  private void assertEachOnce(List<String> lines, String pattern) {
    var urls = new HashSet<String>();
    for (String line : lines) {
      assertThat(line).matches(pattern);
      assertThat(urls.add(line.replaceFirst(pattern, "$1"))).as(line).isTrue();
    }
    assertThat(urls).hasSize(pages());
  }

  private String output() {
    try {
      return Files.readString(dir.resolve("output"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
