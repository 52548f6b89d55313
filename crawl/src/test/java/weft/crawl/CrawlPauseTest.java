package weft.crawl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weft.Weft;
import weft.crawl.CrawlSnapshot.Stage;
import weft.crawl.CrawlSummary.End;

/** Pause, resume and stop, on a site that answers only when it is let. */
@Timeout(60)
class CrawlPauseTest {
  private static final int PAGES = 60;
  private static final Duration OFTEN = Duration.ofMillis(2);

  @TempDir Path dir;

  private final Map<String, Integer> requests = new ConcurrentHashMap<>();
  private final AtomicInteger begun = new AtomicInteger();
  private final Semaphore answers = new Semaphore(0);
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    String links =
        IntStream.range(0, PAGES)
            .mapToObj(i -> "<a href=/" + i + ">x</a>")
            .reduce("", String::concat);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          boolean free = path.equals("/") || path.equals("/robots.txt");
          if (!free) {
            begun.incrementAndGet();
            answers.acquireUninterruptibly();
          }
          requests.merge(path, 1, Integer::sum);
          byte[] body = (path.equals("/") ? links : "x").getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/html");
          exchange.sendResponseHeaders(path.equals("/robots.txt") ? 404 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    answers.release(10_000);
    server.stop(0);
  }

  private Crawl crawl(CrawlSettings.Output output) {
    var settings = CrawlSettings.builder(dir.resolve("db")).output(output).perHost(8);
    return Crawl.of(settings.adaptive(false).build());
  }

  private String root() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private CompletableFuture<CrawlSummary> start(Crawl crawl) {
    return CompletableFuture.supplyAsync(
        () -> Weft.run(() -> crawl.run(root())), Executors.newVirtualThreadPerTaskExecutor());
  }

  private static CrawlSnapshot await(Crawl crawl, Predicate<CrawlSnapshot> condition) {
    return crawl.snapshots(OFTEN).firstOrEmpty(condition::test).orElseThrow();
  }

  private static long sent(CrawlSnapshot snapshot) {
    return snapshot.fetches().stream().filter(fetch -> fetch.stage() == Stage.SENT).count();
  }

  @Test
  void inAPauseWhatIsSentIsStoredAndNothingBegins() throws Exception {
    var crawl = crawl(CrawlSettings.Output.CREATE);
    var summary = start(crawl);
    await(crawl, _ -> begun.get() == 8);
    crawl.pause();
    crawl.pause();
    assertThat(crawl.isPaused()).isTrue();
    answers.release(1_000);
    var paused = await(crawl, now -> now.progress().pages() == 9 && sent(now) == 0);
    assertThat(paused.paused()).isTrue();
    assertThat(paused.hosts().getFirst().requests()).isZero();
    // All others have come as far as they can: they wait for the end of the pause.
    await(
        crawl,
        now ->
            now.fetching() == PAGES - 8
                && now.fetches().stream().allMatch(fetch -> fetch.stage() == Stage.QUEUED));
    assertThat(begun).hasValue(8);
    assertThat(summary).isNotDone();

    crawl.resume();
    assertThat(summary.get(30, TimeUnit.SECONDS).end()).isEqualTo(End.COMPLETE);
    assertThat(requests)
        .hasSize(PAGES + 2)
        .allSatisfy((_, times) -> assertThat(times).isEqualTo(1));
  }

  @Test
  void aCrawlMayBePausedBeforeItBegins() throws Exception {
    var crawl = crawl(CrawlSettings.Output.CREATE);
    crawl.pause();
    var summary = start(crawl);
    answers.release(1_000);
    await(crawl, now -> !now.hosts().isEmpty());
    assertThat(requests).isEmpty();
    crawl.resume();
    assertThat(summary.get(30, TimeUnit.SECONDS).progress().pages()).isEqualTo(PAGES + 1);
  }

  @Test
  void aStoppedCrawlKeepsWhatItHasAndGoesOnLater() throws Exception {
    var first = crawl(CrawlSettings.Output.CREATE);
    var summary = start(first);
    answers.release(10);
    await(first, now -> now.progress().pages() == 11 && begun.get() == 18);
    first.stop();
    var stopped = summary.get(30, TimeUnit.SECONDS);
    assertThat(stopped.end()).isEqualTo(End.STOPPED);
    assertThat(stopped.progress().pages()).isEqualTo(11);

    answers.release(1_000);
    var second = start(crawl(CrawlSettings.Output.RESUME)).get(30, TimeUnit.SECONDS);
    assertThat(second.end()).isEqualTo(End.COMPLETE);
    assertThat(second.resumed()).isEqualTo(11);
    assertThat(second.progress().pages()).isEqualTo(PAGES + 1 - 11);
  }

  @Test
  void aPausedCrawlCanBeStoppedAndCancelled() throws Exception {
    var stopped = crawl(CrawlSettings.Output.CREATE);
    stopped.pause();
    var summary = start(stopped);
    await(stopped, now -> !now.hosts().isEmpty());
    stopped.stop();
    assertThat(summary.get(30, TimeUnit.SECONDS).end()).isEqualTo(End.STOPPED);

    var cancelled = crawl(CrawlSettings.Output.REPLACE);
    cancelled.pause();
    assertThatThrownBy(() -> Weft.timeout(Duration.ofMillis(50), () -> cancelled.run(root())))
        .isInstanceOf(weft.TimeoutException.class);
    assertThat(cancelled.summary().end()).isEqualTo(End.CUT_SHORT);
    assertThat(requests).isEmpty();
  }

  @Test
  void oneThatIsStoppedBeforeItBeginsRequestsNothing() throws Exception {
    var crawl = crawl(CrawlSettings.Output.CREATE);
    crawl.stop();
    assertThat(start(crawl).get(30, TimeUnit.SECONDS).end()).isEqualTo(End.STOPPED);
    assertThat(requests).isEmpty();
  }

  @Test
  void toStopOneThatHasEndedChangesNothing() throws Exception {
    answers.release(1_000);
    var crawl = crawl(CrawlSettings.Output.CREATE);
    assertThat(start(crawl).get(30, TimeUnit.SECONDS).end()).isEqualTo(End.COMPLETE);
    crawl.stop();
    assertThat(crawl.summary().end()).isEqualTo(End.COMPLETE);
  }

  @Test
  void snapshotsEndWithTheCrawlAndTheLastOneHasAll() throws Exception {
    answers.release(1_000);
    var crawl = crawl(CrawlSettings.Output.CREATE);
    var seen = new ArrayList<CrawlSnapshot>();
    var watcher =
        CompletableFuture.runAsync(
            () -> crawl.snapshots(OFTEN).forEach(seen::add),
            Executors.newVirtualThreadPerTaskExecutor());
    var summary = start(crawl).get(30, TimeUnit.SECONDS);
    watcher.get(30, TimeUnit.SECONDS);
    assertThat(seen.getLast().end()).isEqualTo(End.COMPLETE);
    assertThat(seen)
        .as("only the last says so")
        .filteredOn(now -> now.end() != End.RUNNING)
        .hasSize(1);
    assertThat(seen.getLast().progress()).isEqualTo(summary.progress());
    assertThat(seen.stream().mapToLong(now -> now.window().urls()).sum())
        .as("every URL is in one window")
        .isEqualTo(summary.progress().done());
  }

  @Test
  void snapshotsOfACrawlThatFailsEnd() {
    var crawl = crawl(CrawlSettings.Output.RESUME); // and there is nothing to resume
    assertThatThrownBy(() -> crawl.run(root())).isInstanceOf(CrawlException.class);
    assertThat(crawl.snapshots(OFTEN).toList().getLast().end()).isEqualTo(End.CUT_SHORT);
    var wrong = crawl(CrawlSettings.Output.CREATE);
    assertThatThrownBy(() -> wrong.run("nonsense")).isInstanceOf(CrawlException.class);
    assertThat(wrong.snapshots(OFTEN).toList().getLast().end()).isEqualTo(End.CUT_SHORT);
  }
}
