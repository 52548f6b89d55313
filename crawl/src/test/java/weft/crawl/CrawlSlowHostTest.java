package weft.crawl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.Weft;
import weft.crawl.CrawlSnapshot.HostState;

/** A real host that has too much to do, and answers when the test lets it. */
@Timeout(300)
class CrawlSlowHostTest {
  private static final int PAGES = 400;
  private static final int FREE = 300; // answered at once
  private static final int PER_HOST = 8;

  @TempDir Path dir;

  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();
  private final Semaphore answers = new Semaphore(0);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    answers.release(PAGES);
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    boolean page = path.matches("/\\d+");
    int status = path.equals("/robots.txt") ? 404 : 200;
    if (page && begun.incrementAndGet() > FREE) {
      held.incrementAndGet();
      answers.acquireUninterruptibly();
      if (refusals.getAndDecrement() > 0) status = 503;
    }
    var body = new StringBuilder("x");
    for (int i = 0; i < PAGES && !page; i++) body.append("<a href=/").append(i).append(">x</a>");
    byte[] bytes = body.toString().getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "text/html");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static HostState await(Crawl crawl, Predicate<HostState> condition) {
    return crawl
        .snapshots(Duration.ofMillis(2))
        .firstOrEmpty(now -> now.hosts().stream().anyMatch(condition))
        .orElseThrow()
        .hosts()
        .getFirst();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void getsHalfAsManyAtOnceUnlessThatIsTurnedOff(boolean adaptive) throws Exception {
    var settings = CrawlSettings.builder(dir.resolve("db")).perHost(PER_HOST).retries(0);
    var crawl = Crawl.of(settings.adaptive(adaptive).build());
    String root = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    var end =
        CompletableFuture.supplyAsync(
            () -> Weft.run(() -> crawl.run(root)), Executors.newVirtualThreadPerTaskExecutor());

    // When as many are held as there may be, no answer is under way that could change the limit.
    int before = await(crawl, host -> held.get() == host.limit()).limit();
    assertThat(before).isBetween(adaptive ? 1 : PER_HOST, PER_HOST);
    refusals.set(PAGES);
    int limit = before;
    int released = 0;
    // Twice: after a slow answer a moment ago, the first refusals are to what was sent before it.
    for (int i = 0; i < 2; i++) {
      answers.release(limit);
      released += limit;
      int all = released;
      limit = await(crawl, host -> held.get() == all + host.limit()).limit();
    }
    if (adaptive) assertThat(limit).isLessThanOrEqualTo(Math.max(1, before / 2));
    else assertThat(limit).isEqualTo(before);

    answers.release(PAGES);
    assertThat(end.get().progress().done()).isEqualTo(PAGES + 1);
  }
}
