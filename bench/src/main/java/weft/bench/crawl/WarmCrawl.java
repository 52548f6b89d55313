package weft.bench.crawl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import weft.Weft;
import weft.crawl.Crawl;
import weft.crawl.CrawlSettings;

/**
 * Crawls one site again and again in one JVM, each time into a new database, and says how many
 * pages a second the later crawls made, from opening the database to closing it.
 *
 * <p>Arguments: URL, folder for the results, requests at once, crawls, and how many of them are
 * warming up.
 */
public final class WarmCrawl {
  private WarmCrawl() {}

  /** Crawls. */
  public static void main(String[] args) throws IOException {
    String url = args[0];
    Path folder = Path.of(args[1]);
    int concurrency = Integer.parseInt(args[2]);
    int crawls = Integer.parseInt(args[3]);
    int warmUp = Integer.parseInt(args[4]);
    var rates = new double[crawls - warmUp];
    for (int i = 0; i < crawls; i++) {
      Path database = folder.resolve("warm-" + i + ".mv.db");
      var settings =
          CrawlSettings.builder(database).concurrency(concurrency).perHost(concurrency).build();
      long start = System.nanoTime();
      var summary = Weft.run(() -> Crawl.of(settings).run(url));
      double rate = summary.progress().pages() * 1e9 / (System.nanoTime() - start);
      System.out.printf("%d pages, %.0f pages/s%n", summary.progress().pages(), rate);
      if (i >= warmUp) rates[i - warmUp] = rate;
      Files.delete(database);
    }
    Arrays.sort(rates);
    System.out.printf("@ pages/s %.1f%n", rates[rates.length / 2]);
  }
}
