package weft.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import weft.crawl.CrawlDatabase;
import weft.crawl.CrawlSettings;
import weft.crawl.CrawlSettingsBuilder;

/** Makes the settings of a crawl from what was said on the command line. */
final class Settings {
  private Settings() {}

  static CrawlSettingsBuilder of(CrawlOptions options, CrawlDatabase database) {
    var settings = CrawlSettings.builder(database);
    try {
      extent(settings, options);
      pace(settings, options);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    }
    options.text("--port").ifPresent(Settings::port);
    options.path("--jsonl").ifPresent(file -> settings.jsonLines(writable(file)));
    options.path("--csv").ifPresent(file -> settings.csv(writable(file)));
    options.path("--warc").ifPresent(file -> settings.warc(writable(file)));
    return settings.keepHtml(options.has("--keep-html")).retryFailed(options.has("--retry-failed"));
  }

  private static void extent(CrawlSettingsBuilder settings, CrawlOptions options) {
    options
        .text("--depth")
        .ifPresent(text -> settings.depth(Quantities.wholeNumber("--depth", text)));
    options
        .text("--pages")
        .ifPresent(text -> settings.pages(Quantities.wholeNumber("--pages", text)));
    options
        .text("--max-size")
        .ifPresent(text -> settings.maxBody(Quantities.size("--max-size", text)));
    options
        .text("--redirects")
        .ifPresent(text -> settings.redirects(Quantities.wholeNumber("--redirects", text)));
    options.all("--allow-host").forEach(settings::host);
    options.all("--include").forEach(settings::include);
    options.all("--exclude").forEach(settings::exclude);
    options.all("--extract").forEach(settings::extract);
    settings.sitemaps(options.has("--sitemaps"));
    settings.directives(!options.has("--ignore-directives"));
  }

  private static void pace(CrawlSettingsBuilder settings, CrawlOptions options) {
    options
        .text("--concurrency")
        .ifPresent(text -> settings.concurrency(Quantities.wholeNumber("--concurrency", text)));
    options
        .text("--per-host")
        .ifPresent(text -> settings.perHost(Quantities.wholeNumber("--per-host", text)));
    settings.adaptive(!options.has("--no-adapt"));
    options.text("--rate").ifPresent(text -> settings.rate(Quantities.number("--rate", text)));
    options
        .text("--timeout")
        .ifPresent(text -> settings.timeout(positive(Quantities.time("--timeout", text))));
    options
        .text("--retries")
        .ifPresent(text -> settings.retries(Quantities.wholeNumber("--retries", text)));
    options
        .text("--backoff")
        .ifPresent(text -> {
          var first = Quantities.time("--backoff", text);
          var longest = Duration.ofSeconds(30);
          settings.backoff(first, first.compareTo(longest) > 0 ? first : longest);
        });
    options.text("--user-agent").ifPresent(settings::userAgent);
  }

  private static Duration positive(Duration time) {
    if (time.isZero()) throw CommandException.usage("timeout must be more than zero");
    return time;
  }

  static int port(String text) {
    return port("--port", text);
  }

  static int port(String option, String text) {
    int port = Quantities.wholeNumber(option, text);
    if (port < 0 || port > 65_535) {
      throw CommandException.usage("port must be from 0 to 65535, but is " + port);
    }
    return port;
  }

  private static Path writable(Path file) {
    Path whole = file.toAbsolutePath();
    Path folder = whole.getParent();
    String problem =
        Files.isDirectory(whole)
            ? "it is a folder"
            : folder == null || !Files.isDirectory(folder)
                ? "there is no folder " + folder
                : !Files.isWritable(Files.exists(whole) ? whole : folder)
                    ? "permission denied"
                    : "";
    if (!problem.isEmpty()) throw CommandException.failed("cannot write " + file + ": " + problem);
    return file;
  }
}
