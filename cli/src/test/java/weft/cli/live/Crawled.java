package weft.cli.live;

import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import weft.CancelledError;
import weft.Weft;
import weft.crawl.Crawl;
import weft.crawl.CrawlResults;
import weft.crawl.CrawlSettings;
import weft.crawl.CrawlSettingsBuilder;
import weft.crawl.CrawlSummary;
import weft.crawl.demo.DemoSite;

/** A crawl of the demo site with its live page, in a thread of its own. */
final class Crawled implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final DemoSite site;
  private final CompletableFuture<URI> at = new CompletableFuture<>();
  private final CompletableFuture<CrawlSummary> summary = new CompletableFuture<>();
  private final Thread thread;
  final Crawl crawl;
  final LivePage page;

  Crawled(Path folder, UnaryOperator<CrawlSettingsBuilder> settings) throws Exception {
    site = DemoSite.start(0);
    Path database = folder.resolve("results");
    crawl = Crawl.of(settings.apply(CrawlSettings.builder(database)).build());
    page = new LivePage(crawl);
    thread = Thread.ofVirtual().start(this::serve);
  }

  private void serve() {
    try {
      boolean _ = Weft.run(() -> page.serve("127.0.0.1", 0, this::run));
    } catch (CancelledError _) {
      // a test had seen enough
    }
  }

  private boolean run(URI uri) {
    at.complete(uri);
    try {
      CrawlSummary last = crawl.run(site.root().toString());
      page.show(CrawlResults.of(last.database()));
      summary.complete(last);
      page.awaitClosed();
    } catch (Throwable t) {
      summary.completeExceptionally(t);
      throw t;
    }
    return true;
  }

  URI uri() throws Exception {
    return at.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  CrawlSummary summary() throws Exception {
    return summary.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Waits until the page was closed, and the server has ended. */
  void awaitEnd() throws Exception {
    thread.join(PATIENCE_SECONDS * 1_000);
    if (thread.isAlive()) throw new AssertionError("the page is still there");
  }

  @Override
  public void close() throws Exception {
    crawl.stop();
    thread.interrupt();
    awaitEnd();
    site.close();
  }
}
