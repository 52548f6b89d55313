package weft.bench.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import weft.Weft;
import weft.bench.Nginx;
import weft.bench.Scratch;
import weft.bench.Told;
import weft.crawl.Crawl;
import weft.crawl.CrawlSettings;

/**
 * So many URLs of one site, crawled and stored: the time of one, and the memory that all of it
 * takes. Every page is the same and links to ten below it, so the site has no end.
 *
 * <p>{@code CrawledUrls URLS TIMES}
 */
public final class CrawledUrls {
  private static final int WARM_UP = 20_000;
  private static final int CONCURRENCY = 50;
  private static final String ANY_PATH =
      "types { text/html html; } log_not_found off; error_page 404 =200 /page.html;";

  private CrawledUrls() {}

  public static void main(String[] arguments) throws Exception {
    int urls = Integer.parseInt(arguments[0]);
    int times = Integer.parseInt(arguments[1]);
    try (var scratch = Scratch.create("weft-bench-urls")) {
      Path site = Files.createDirectory(scratch.folder().resolve("site"));
      write(site);
      try (var nginx = Nginx.start(site, 1, ANY_PATH)) {
        for (int i = -1; i < times; i++) {
          int crawled = i < 0 ? WARM_UP : urls;
          double nanos = crawl(nginx.url("0/"), crawled, scratch.folder().resolve(i + ".mv.db"));
          if (i >= 0) Told.tell("ns", nanos / crawled);
        }
        Told.tellPeakMegabytes();
      }
    }
  }

  private static void write(Path site) throws IOException {
    var html = new StringBuilder("<!DOCTYPE html>\n<title>A page</title>\n");
    for (int i = 0; i < 10; i++) html.append("<p><a href=\"" + i + "/\">below</a></p>\n");
    Files.writeString(site.resolve("page.html"), html);
    Files.writeString(site.resolve("robots.txt"), "");
  }

  private static long crawl(String url, int urls, Path database) throws IOException {
    var settings =
        CrawlSettings.builder(database)
            .concurrency(CONCURRENCY)
            .perHost(CONCURRENCY)
            .pages(urls)
            .build();
    long start = System.nanoTime();
    var progress = Weft.run(() -> Crawl.of(settings).run(url)).progress();
    long nanos = System.nanoTime() - start;
    if (progress.pages() != urls) throw new IOException("pages: " + progress.pages());
    Files.delete(database);
    return nanos;
  }
}
