package weft.crawl;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import weft.crawl.page.ExtractionRule;
import weft.crawl.result.PageContent;
import weft.crawl.result.UrlOutcome;
import weft.crawl.store.Export;
import weft.crawl.url.UrlGlob;
import weft.crawl.url.WebUrl;

/** What to crawl and how; made by {@link #builder}. Immutable. */
public final class CrawlSettings {
  /** What to do about results that are there already. */
  public enum Output {
    /** Refuse to begin. */
    CREATE,
    /** Begin anew in their place. */
    REPLACE,
    /** Go on where the crawl that made them stopped. */
    RESUME,
    /**
     * Crawl again what the crawl that made them has crawled, and put the new results in their
     * place. Of a page that the server says is unchanged the results are kept, and its links
     * followed.
     */
    REFRESH
  }

  final CrawlDatabase database;
  final Output output;
  final Optional<Path> jsonLines;
  final Optional<Path> csv;
  final Optional<Path> warc;
  final List<String> hosts;
  final List<UrlGlob> include;
  final List<UrlGlob> exclude;
  final OptionalInt depth;
  final OptionalInt pages;
  final int concurrency;
  final int perHost;
  final boolean adaptive;
  final Optional<Duration> interval;
  final Duration timeout;
  final int retries;
  final Duration backoff;
  final Duration longestWait;
  final int redirects;
  final int maxBody;
  final boolean keepHtml;
  final boolean sitemaps;
  final boolean directives;
  final List<ExtractionRule> extract;
  final boolean retryFailed;
  final Optional<String> note;
  final String userAgent;
  final CrawlListener listener;
  final BiConsumer<UrlOutcome, PageContent> onPage;

  CrawlSettings(CrawlSettingsBuilder from) {
    database = from.database;
    output = from.output;
    jsonLines = from.jsonLines;
    csv = from.csv;
    warc = from.warc;
    hosts = List.copyOf(from.hosts);
    include = List.copyOf(from.include);
    exclude = List.copyOf(from.exclude);
    depth = from.depth;
    pages = from.pages;
    concurrency = from.concurrency;
    perHost = from.perHost;
    adaptive = from.adaptive;
    interval = from.interval;
    timeout = from.timeout;
    retries = from.retries;
    backoff = from.backoff;
    longestWait = from.longestWait;
    redirects = from.redirects;
    maxBody = from.maxBody;
    keepHtml = from.keepHtml;
    sitemaps = from.sitemaps;
    directives = from.directives;
    extract = List.copyOf(from.extract);
    retryFailed = from.retryFailed;
    note = from.note;
    userAgent = from.userAgent;
    listener = from.listener;
    onPage = from.onPage;
  }

  /** The files beside the database. */
  List<Export> exports() {
    return Stream.of(
            jsonLines.map(file -> new Export(Export.Format.JSON, file)),
            csv.map(file -> new Export(Export.Format.CSV, file)),
            warc.map(file -> new Export(Export.Format.WARC, file)))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Tells whether links to this URL are followed, as far as patterns go. */
  boolean isWanted(WebUrl url) {
    if (include.isEmpty() && exclude.isEmpty()) return true; // as a rule, and for each link
    boolean included = include.isEmpty() || include.stream().anyMatch(glob -> glob.matches(url));
    return included && exclude.stream().noneMatch(glob -> glob.matches(url));
  }

  /**
   * Settings with the defaults, to be changed.
   *
   * @param database where to keep the results; H2 adds ".mv.db" to a name without it
   */
  public static CrawlSettingsBuilder builder(Path database) {
    return builder(CrawlDatabase.of(database));
  }

  /** Settings with the defaults, to be changed, and results in that database. */
  public static CrawlSettingsBuilder builder(CrawlDatabase database) {
    return new CrawlSettingsBuilder(database);
  }
}
