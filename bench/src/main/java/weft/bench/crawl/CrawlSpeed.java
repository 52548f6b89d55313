package weft.bench.crawl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import weft.bench.Nginx;
import weft.bench.Scratch;
import weft.bench.http.Wrk;

/**
 * One contestant of the row "a site crawled and stored": writes the site, starts nginx before it,
 * and runs the contestant in a process of its own.
 *
 * <p>Arguments: {@code weft}, {@code weft-cold}, {@code aiohttp}, {@code scrapy} or {@code wrk};
 * then, if not the usual, the number of pages, requests at once, and crawls of {@code weft}. To be
 * started in the project's folder. The cold ones print {@code @ s}, the whole life of the process,
 * the others {@code @ pages/s}; aiohttp and scrapy both.
 */
public final class CrawlSpeed {
  private static final int PAGES = 5_000;
  private static final int CONCURRENCY = 50;
  private static final int CRAWLS = 20;
  private static final String PYTHON = "/usr/bin/python3"; // which Debian's packages are for

  private static final String SERVED =
      """
      types { text/html html; text/plain txt; }
      sendfile on;
      tcp_nopush on;
      open_file_cache max=20000;
      """;

  private CrawlSpeed() {}

  /** Measures. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int pages = args.length > 1 ? Integer.parseInt(args[1]) : PAGES;
    int concurrency = args.length > 2 ? Integer.parseInt(args[2]) : CONCURRENCY;
    int crawls = args.length > 3 ? Integer.parseInt(args[3]) : CRAWLS;
    int status;
    try (var scratch = Scratch.create("weft-bench-crawl")) {
      Path work = scratch.folder();
      Path site = Files.createDirectory(work.resolve("site"));
      Site.write(site, pages);
      try (var nginx = Nginx.start(site, 2, SERVED)) {
        String url = nginx.url("index.html");
        if (args[0].equals("wrk")) {
          Wrk.print("pages/s", 1, String.valueOf(concurrency), "5", url);
          return;
        }
        List<String> command = command(args[0], url, work, pages, concurrency, crawls);
        status = run(command, args[0].equals("weft"));
      }
    }
    System.exit(status);
  }

  /** Runs the contestant, and ends it when this process is told to end. */
  private static int run(List<String> command, boolean repeats)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    var process = new ProcessBuilder(command).inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    int status = process.waitFor();
    double seconds = (System.nanoTime() - start) / 1e9;
    if (status == 0 && !repeats) System.out.printf(Locale.ROOT, "@ s %.3f%n", seconds);
    return status;
  }

  private static List<String> command(
      String contestant, String url, Path work, int pages, int concurrency, int crawls) {
    String many = String.valueOf(concurrency);
    return switch (contestant) {
      case "weft" -> {
        var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        command.addAll(
            List.of("-cp", System.getProperty("java.class.path"), WarmCrawl.class.getName(), url));
        command.addAll(
            List.of(work.toString(), many, String.valueOf(crawls), String.valueOf(crawls * 3 / 4)));
        yield command;
      }
      case "weft-cold" ->
          List.of(
              "./weft",
              "crawl",
              "--quiet",
              "--concurrency",
              many,
              "--per-host",
              many,
              "--pages",
              String.valueOf(pages),
              "-o",
              work.resolve("cold.mv.db").toString(),
              url);
      case "aiohttp", "scrapy" ->
          List.of(
              PYTHON,
              "bench/peers/crawl_" + contestant + ".py",
              url,
              work.resolve(contestant + ".sqlite").toString(),
              many);
      default -> throw new IllegalArgumentException("no such contestant: " + contestant);
    };
  }
}
