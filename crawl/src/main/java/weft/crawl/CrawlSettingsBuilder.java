package weft.crawl;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import weft.crawl.page.ExtractionRule;
import weft.crawl.result.PageContent;
import weft.crawl.result.UrlOutcome;
import weft.crawl.url.UrlGlob;
import weft.crawl.url.WebUrl;

/**
 * Collects the settings of a crawl. Each method checks its value and throws {@link
 * IllegalArgumentException} with one clear line if it is out of range.
 */
public final class CrawlSettingsBuilder {
  private static final int MOST_AT_ONCE = 10_000;

  final CrawlDatabase database;
  CrawlSettings.Output output = CrawlSettings.Output.CREATE;
  Optional<Path> jsonLines = Optional.empty();
  Optional<Path> csv = Optional.empty();
  Optional<Path> warc = Optional.empty();
  final List<String> hosts = new ArrayList<>();
  final List<UrlGlob> include = new ArrayList<>();
  final List<UrlGlob> exclude = new ArrayList<>();
  OptionalInt depth = OptionalInt.empty();
  OptionalInt pages = OptionalInt.empty();
  int concurrency = 16;
  int perHost = 8;
  boolean adaptive = true;
  Optional<Duration> interval = Optional.empty();
  Duration timeout = Duration.ofSeconds(30);
  int retries = 3;
  Duration backoff = Duration.ofMillis(500);
  Duration longestWait = Duration.ofSeconds(30);
  int redirects = 10;
  int maxBody = 5_000_000;
  boolean keepHtml;
  boolean sitemaps;
  boolean directives = true;
  final List<ExtractionRule> extract = new ArrayList<>();
  boolean retryFailed;
  Optional<String> note = Optional.empty();
  String userAgent = "weft";
  CrawlListener listener = outcome -> {};
  BiConsumer<UrlOutcome, PageContent> onPage = (outcome, page) -> {};

  CrawlSettingsBuilder(CrawlDatabase database) {
    this.database = database;
  }

  /** What to do about results that are there already; the default is to refuse. */
  public CrawlSettingsBuilder output(CrawlSettings.Output value) {
    output = value;
    return this;
  }

  /**
   * Also writes a JSON object for each page, one a line. A file that is there is written over by
   * {@link CrawlSettings.Output#REPLACE}, gone on with by {@link CrawlSettings.Output#RESUME} if
   * this crawl has written it, and refused else. On resume a new file gets the earlier pages too.
   */
  public CrawlSettingsBuilder jsonLines(Path file) {
    jsonLines = Optional.of(file);
    return this;
  }

  /**
   * Also writes a record of RFC 4180 for each page, after one with the names of the fields. Links
   * are separated by spaces. What holds for a file of {@link #jsonLines} holds for this one.
   */
  public CrawlSettingsBuilder csv(Path file) {
    csv = Optional.of(file);
    return this;
  }

  /**
   * Also writes an archive of WARC 1.1, packed with gzip: the request and the response of each URL
   * that was answered, with bodies as far as {@link #maxBody} allows. Robots.txt is not in it. What
   * holds for a file of {@link #jsonLines} holds for this one, but it has only what was fetched
   * while it was written; {@link CrawlSettings.Output#REFRESH} adds to it, and fetches everything
   * whole.
   */
  public CrawlSettingsBuilder warc(Path file) {
    warc = Optional.of(file);
    return this;
  }

  /** Keeps a text with the results, for whoever goes on: {@link CrawlResults#note} gives it. */
  public CrawlSettingsBuilder note(String text) {
    note = Optional.of(text);
    return this;
  }

  /** Follows links to this host too, given as "example.org" or "example.org:8080". */
  public CrawlSettingsBuilder host(String host) {
    String authority =
        WebUrl.parse("http://" + host)
            .filter(url -> url.path().equals("/"))
            .map(WebUrl::authority)
            .orElse("");
    check(
        !authority.isEmpty(),
        "not a host: '" + host + "' (write it like example.org or example.org:8080)");
    hosts.add(authority);
    return this;
  }

  /**
   * Follows links to URLs that match this pattern, or another one that is included, and no others;
   * all by default. Seeds are visited in any case. {@code *} stands for any characters but slashes,
   * {@code **} for any; {@code /docs/**} is for the path and query, {@code
   * https://*.example.org/**} for the whole URL.
   *
   * @throws IllegalArgumentException if it can match nothing
   */
  public CrawlSettingsBuilder include(String pattern) {
    include.add(UrlGlob.of(pattern));
    return this;
  }

  /** Follows no links to URLs that match this pattern, included or not; see {@link #include}. */
  public CrawlSettingsBuilder exclude(String pattern) {
    exclude.add(UrlGlob.of(pattern));
    return this;
  }

  /** Follows no more than so many links in a row from a seed; 0 is the seeds alone. */
  public CrawlSettingsBuilder depth(int value) {
    check(value >= 0, "depth must not be negative, but is " + value);
    depth = OptionalInt.of(value);
    return this;
  }

  /** Ends the crawl when there are so many pages, those of the crawl that is resumed included. */
  public CrawlSettingsBuilder pages(int value) {
    check(value >= 1, "pages must be at least 1, but is " + value);
    pages = OptionalInt.of(value);
    return this;
  }

  /** Sends at most so many requests at once, 1 to 10,000; 16 by default. */
  public CrawlSettingsBuilder concurrency(int value) {
    check(
        value >= 1 && value <= MOST_AT_ONCE,
        "concurrency must be from 1 to 10000, but is " + value);
    concurrency = value;
    return this;
  }

  /** Sends at most so many of them to one host, 1 to 10,000; 8 by default. */
  public CrawlSettingsBuilder perHost(int value) {
    check(value >= 1 && value <= MOST_AT_ONCE, "per host must be from 1 to 10000, but is " + value);
    perHost = value;
    return this;
  }

  /**
   * Sends fewer at once to a host whose answers become slow, or that says that it has too much to
   * do (429, 503, a time-out), and more again when it is well; never more than {@link #perHost}. On
   * by default; without it, as many as are allowed are sent whatever comes of it.
   */
  public CrawlSettingsBuilder adaptive(boolean value) {
    adaptive = value;
    return this;
  }

  /** Begins at most so many requests a second to one host; without limit by default. */
  public CrawlSettingsBuilder rate(double perSecond) {
    check(
        perSecond >= 0.001 && perSecond <= 1_000_000,
        "rate must be from 0.001 to 1000000 requests a second, but is " + perSecond);
    interval = Optional.of(Duration.ofNanos(Math.round(1e9 / perSecond)));
    return this;
  }

  /** The time for one request, from connecting to the end of the body; 30 s by default. */
  public CrawlSettingsBuilder timeout(Duration value) {
    check(value.isPositive(), "timeout must be more than zero, but is " + value);
    timeout = value;
    return this;
  }

  /** Tries so many times again after 429, 5xx and lost connections; 3 by default. */
  public CrawlSettingsBuilder retries(int value) {
    check(value >= 0 && value <= 100, "retries must be from 0 to 100, but is " + value);
    retries = value;
    return this;
  }

  /**
   * The waits before these retries.
   *
   * @param first the first one, doubled each time; 500 ms by default
   * @param longest what none exceeds, whatever a server's {@code Retry-After} asks for; 30 s by
   *     default
   */
  public CrawlSettingsBuilder backoff(Duration first, Duration longest) {
    check(!first.isNegative(), "backoff must not be negative, but is " + first);
    check(longest.compareTo(first) >= 0, "the longest wait must not be shorter than the first");
    backoff = first;
    longestWait = longest;
    return this;
  }

  /** Follows at most so many redirects in a row; 10 by default. */
  public CrawlSettingsBuilder redirects(int value) {
    check(value >= 0 && value <= 100, "redirects must be from 0 to 100, but is " + value);
    redirects = value;
    return this;
  }

  /** Takes bodies of at most so many bytes, after decompression; 5,000,000 by default. */
  public CrawlSettingsBuilder maxBody(int bytes) {
    check(bytes >= 1, "max body must be at least 1 byte, but is " + bytes);
    maxBody = bytes;
    return this;
  }

  /** Also keeps the HTML of each page, packed with gzip; off by default. */
  public CrawlSettingsBuilder keepHtml(boolean value) {
    keepHtml = value;
    return this;
  }

  /**
   * Also visits what the sitemaps of the hosts name, within the same bounds as links; off by
   * default. Sitemaps are those in robots.txt, {@code /sitemap.xml}, what an index of them names,
   * and any that links lead to. A URL in one counts as one link away from it, and those in
   * robots.txt and {@code /sitemap.xml} as deep as the seeds.
   */
  public CrawlSettingsBuilder sitemaps(boolean value) {
    sitemaps = value;
    return this;
  }

  /**
   * Whether to do as pages ask: not to follow links with {@code rel=nofollow}, nor any of a page
   * with {@code nofollow} in a robots meta element or {@code X-Robots-Tag}; not to keep a page with
   * {@code noindex}, nor one that names another URL of the crawl as its canonical one. On by
   * default; robots.txt holds in any case.
   */
  public CrawlSettingsBuilder directives(boolean value) {
    directives = value;
    return this;
  }

  /**
   * Takes a value from each page, to be stored with it: {@code title=h1} is the text of the first
   * match of a CSS selector, {@code price=.price@data-value} an attribute of the first match that
   * has it, and {@code tags[]=.tag} all matches, a line each.
   *
   * @throws IllegalArgumentException with one line that names the rule, if it is none or if there
   *     is one of that name
   */
  public CrawlSettingsBuilder extract(String rule) {
    ExtractionRule parsed = ExtractionRule.parse(rule);
    check(
        extract.stream().noneMatch(other -> other.name().equals(parsed.name())),
        "extraction rule '" + parsed + "': there is one of that name already");
    extract.add(parsed);
    return this;
  }

  /**
   * On resume, also requests those URLs again that failed or timed out, or were answered with 429
   * or 5xx, after all attempts; off by default. URLs that were never requested, because their host
   * could not be asked for its robots.txt, are in any case.
   */
  public CrawlSettingsBuilder retryFailed(boolean value) {
    retryFailed = value;
    return this;
  }

  /** What the crawler calls itself; its first word is the name in robots.txt. */
  public CrawlSettingsBuilder userAgent(String value) {
    boolean printable = !value.isBlank() && value.chars().allMatch(c -> c >= ' ' && c < 127);
    check(printable, "user agent must be printable ASCII and not blank, but is '" + value + "'");
    userAgent = value;
    return this;
  }

  /** Hears of each URL as it is done. */
  public CrawlSettingsBuilder listener(CrawlListener value) {
    listener = value;
    return this;
  }

  /**
   * Hears of each page as it is done, with its title and what was extracted; called by many tasks
   * at once, and must be quick.
   */
  public CrawlSettingsBuilder onPage(BiConsumer<UrlOutcome, PageContent> value) {
    onPage = value;
    return this;
  }

  /** The settings. */
  public CrawlSettings build() {
    return new CrawlSettings(this);
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) throw new IllegalArgumentException(otherwise);
  }
}
