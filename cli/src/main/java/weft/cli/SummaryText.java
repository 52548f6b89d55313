package weft.cli;

import static weft.cli.Quantities.bytes;
import static weft.cli.Quantities.count;
import static weft.cli.Quantities.rate;
import static weft.cli.Quantities.time;

import java.util.Comparator;
import java.util.List;
import weft.crawl.CrawlDatabase;
import weft.crawl.CrawlProgress;
import weft.crawl.CrawlProgress.HostStats;
import weft.crawl.CrawlSummary;
import weft.crawl.result.Kind;

/** What a crawl came to, for a person to read. */
final class SummaryText {
  private static final int MOST_HOSTS = 5;
  private static final String QUERY =
      "SELECT o.url, p.title FROM page p JOIN outcome o ON o.id = p.id ORDER BY p.id LIMIT 20";

  private final StringBuilder text = new StringBuilder();

  private SummaryText() {}

  static String of(CrawlSummary summary, ResultPlace files) {
    var text = new SummaryText();
    text.heading(summary);
    text.outcomes(summary.progress());
    text.hosts(summary.progress().hosts());
    text.results(summary, files);
    return text.text.toString();
  }

  private void heading(CrawlSummary summary) {
    CrawlProgress progress = summary.progress();
    String end =
        switch (summary.end()) {
          case COMPLETE -> "Complete";
          case PAGE_LIMIT -> "As many pages as were asked for";
          case STOPPED -> "Stopped";
          case CUT_SHORT, RUNNING -> "Interrupted";
        };
    line(
        "%s: %s pages in %s, %s a second; %s URLs, %s"
            .formatted(
                end,
                count(progress.pages()),
                time(progress.elapsed()),
                rate(progress.pagesPerSecond()),
                count(progress.done()),
                bytes(progress.bytes())));
    if (summary.unchanged() > 0) line("Unchanged: %s pages".formatted(count(summary.unchanged())));
    if (summary.resumed() > 0) line("Done before: %s URLs".formatted(count(summary.resumed())));
    if (progress.queued() > 0)
      line("Known and not fetched: %s URLs".formatted(count(progress.queued())));
  }

  private void outcomes(CrawlProgress progress) {
    line("");
    for (Kind kind : Kind.values()) {
      long number = progress.outcomes().getOrDefault(kind, 0L);
      if (number > 0) line("  %-26s %9s".formatted(name(kind), count(number)));
    }
  }

  private void hosts(List<HostStats> hosts) {
    if (hosts.isEmpty()) return;
    line("");
    line("  %-26s %9s %9s %9s".formatted("slowest hosts", "URLs", "mean", "longest"));
    hosts.stream()
        .sorted(Comparator.comparing(HostStats::mean).reversed())
        .limit(MOST_HOSTS)
        .forEach(host ->
            line(
                "  %-26s %9s %9s %9s"
                    .formatted(
                        host.host(), count(host.urls()), time(host.mean()), time(host.max()))));
  }

  private void results(CrawlSummary summary, ResultPlace files) {
    line("");
    CrawlDatabase database = summary.database();
    line("  results  " + database.file().map(Paths::brief).orElse(database.toString()));
    summary.jsonLines().ifPresent(file -> line("  as JSON  %s".formatted(Paths.brief(file))));
    summary.csv().ifPresent(file -> line("  as CSV   %s".formatted(Paths.brief(file))));
    summary.warc().ifPresent(file -> line("  as WARC  %s".formatted(Paths.brief(file))));
    line("  look     " + look(database));
    String more =
        switch (summary.end()) {
          case COMPLETE -> "";
          case PAGE_LIMIT -> " --pages N";
          case STOPPED, CUT_SHORT, RUNNING -> " ";
        };
    if (!more.isEmpty()) {
      String place = Paths.quoted(files.name());
      line("  go on    weft crawl --resume -o %s%s".formatted(place, more.stripTrailing()));
    }
  }

  private static String look(CrawlDatabase database) {
    String url = database.shellUrl();
    return database.file().isPresent()
        ? Libraries.h2Shell(url, QUERY)
        : "psql %s -c \"%s\"".formatted(Paths.quoted(url), QUERY);
  }

  private static String name(Kind kind) {
    return switch (kind) {
      case PAGE -> "pages";
      case DUPLICATE -> "duplicates";
      case NO_INDEX -> "not to be indexed";
      case SITEMAP -> "sitemaps";
      case SITEMAP_INDEX -> "sitemap indexes";
      case REDIRECT -> "redirects";
      case NOT_HTML -> "not HTML";
      case TOO_LARGE -> "too large";
      case HTTP_ERROR -> "HTTP errors";
      case DISALLOWED -> "disallowed by robots.txt";
      case REDIRECT_LOOP -> "redirect loops";
      case FAILED -> "failed";
      case TIMED_OUT -> "timed out";
    };
  }

  private void line(String line) {
    text.append(line).append(System.lineSeparator());
  }
}
