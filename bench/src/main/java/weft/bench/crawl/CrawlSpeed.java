package weft.bench.crawl;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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

  private CrawlSpeed() {}

  /** Measures. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int pages = args.length > 1 ? Integer.parseInt(args[1]) : PAGES;
    int concurrency = args.length > 2 ? Integer.parseInt(args[2]) : CONCURRENCY;
    int crawls = args.length > 3 ? Integer.parseInt(args[3]) : CRAWLS;
    Path work =
        Files.createTempDirectory(
            "weft-bench-crawl",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Path site = Files.createDirectory(work.resolve("site"));
    int status;
    try {
      Site.write(site, pages);
      try (var nginx = Nginx.start(work, site)) {
        List<String> command = command(args[0], nginx.url(), work, pages, concurrency, crawls);
        status = run(command, args[0].equals("wrk") || args[0].equals("weft"));
      }
    } finally {
      delete(work);
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
      case "wrk" ->
          List.of("sh", "-c", "wrk -t 1 -c " + many + " -d 5s " + url + " | awk " + WRK_RATE);
      default -> throw new IllegalArgumentException("no such contestant: " + contestant);
    };
  }

  private static final String WRK_RATE = "'/^Requests.sec/ {print \"@ pages/s\", $2}'";

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
