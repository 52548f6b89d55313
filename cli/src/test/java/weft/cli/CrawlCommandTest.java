package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.cli.Cli.weft;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.crawl.demo.DemoSite;
import weft.crawl.demo.Expected;

/** Crawls of the demo site, whose results are known. */
class CrawlCommandTest {
  private static final Map<String, String> NAMES =
      Map.of(
          "PAGE", "pages",
          "DUPLICATE", "duplicates",
          "NO_INDEX", "not to be indexed",
          "REDIRECT", "redirects",
          "NOT_HTML", "not HTML",
          "TOO_LARGE", "too large",
          "HTTP_ERROR", "HTTP errors",
          "DISALLOWED", "disallowed by robots.txt",
          "REDIRECT_LOOP", "redirect loops",
          "FAILED", "failed");

  @TempDir Path dir;

  private Cli crawl(String... args) {
    var all = new String[args.length + 5];
    System.arraycopy(
        new String[] {"crawl", "--backoff", "1ms", "-o", out().toString()}, 0, all, 0, 5);
    System.arraycopy(args, 0, all, 5, args.length);
    return weft(all);
  }

  private Path out() {
    return dir.resolve("out");
  }

  @Test
  void summaryCountsExactlyWhatIsThere() throws Exception {
    Path json = dir.resolve("pages.jsonl");
    Path warc = dir.resolve("site.warc.gz");
    try (var site = DemoSite.start()) {
      Cli result = crawl("--jsonl", json.toString(), "--warc=" + warc, site.root().toString());
      Expected expected = site.expected();
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(result.err().lines()).allMatch(line -> line.startsWith("weft: "));
      assertThat(result.out())
          .startsWith("Complete: %,d pages".formatted(expected.pages().size()))
          .contains("%,d URLs".formatted(expected.kinds().size()))
          .contains("slowest hosts")
          .contains("localhost:" + site.root().getPort())
          .contains("  results  " + out().resolve("crawl.mv.db"))
          .contains("  as JSON  " + json)
          .contains("  as WARC  " + warc)
          .contains("jdbc:h2:" + out().resolve("crawl"))
          .doesNotContain("go on");
      assertThat(counts(result.out())).isEqualTo(counts(expected));
      assertThat(Files.readString(json)).hasLineCount(expected.pages().size());
      assertThat(Database.outcomes(out())).isEqualTo(outcomes(expected));
    }
  }

  @Test
  void withoutAUrlItBringsItsOwnSite() throws Exception {
    Cli result = crawl();
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.errLines().getFirst())
        .matches("weft: a demo site is at http://localhost:\\d+/ while it is crawled");
    try (var site = DemoSite.start()) {
      assertThat(counts(result.out())).isEqualTo(counts(site.expected()));
      assertThat(Database.outcomes(out())).isEqualTo(outcomes(site.expected()));
    }
  }

  @Test
  void aCrawlWithLimitsGoesOnWithMore() throws Exception {
    try (var site = DemoSite.start()) {
      String root = site.root().toString();
      Cli first = crawl("--pages", "100", "--user-agent", "weft tester", root);
      assertThat(first.code()).isZero();
      assertThat(first.out())
          .startsWith("As many pages as were asked for: 100 pages")
          .contains("  go on    weft crawl --resume -o " + out() + " --pages N");
      assertThat(out().resolve("crawl.options"))
          .hasContent("--backoff=1ms\n--pages=100\n--user-agent=weft tester\n" + root);

      // The options of before hold: nothing is left to do.
      Cli again = crawl("--resume");
      assertThat(again.out()).startsWith("As many pages as were asked for: 0 pages");
      Cli more = crawl("--resume", "--pages", "100000");
      assertThat(more.out()).startsWith("Complete: ").contains("Done before: ");
      assertThat(Database.outcomes(out())).isEqualTo(outcomes(site.expected()));
    }
  }

  @Test
  void resultsAreReplacedOnRequest() throws Exception {
    try (var site = DemoSite.start()) {
      String root = site.root().toString();
      assertThat(crawl("--depth", "1", root).code()).isZero();
      assertThat(crawl("--depth", "0", root).code()).isEqualTo(1);
      assertThat(Database.outcomes(out())).hasSizeGreaterThan(1);
      assertThat(crawl("--depth", "0", "--overwrite", root).code()).isZero();
      assertThat(Database.outcomes(out())).isEqualTo(Map.of("/", "PAGE"));
    }
  }

  @Test
  void aCrawlIsRefreshedWithItsRulesAndSitemaps() throws Exception {
    Path rules = Files.writeString(dir.resolve("rules"), "# of the shop\n\n name = h1.name\n");
    Path json = dir.resolve("pages.jsonl");
    try (var site = DemoSite.start()) {
      String root = site.root().toString();
      Cli first =
          crawl("--sitemaps", "--extract-from", rules.toString(), "--jsonl", json.toString(), root);
      assertThat(first.code()).as(first.err()).isZero();
      assertThat(first.out()).contains("sitemap indexes").doesNotContain("Unchanged");
      assertThat(Database.outcomes(out())).isEqualTo(outcomes(site.expectedWithSitemaps()));
      assertThat(out().resolve("crawl.options"))
          .hasContent(
              "--backoff=1ms\n--sitemaps=true\n--jsonl="
                  + json
                  + "\n--extract=name = h1.name\n"
                  + root);
      assertThat(Files.readString(json)).contains("\"extracted\":{\"name\":\"Cloth “1”\"}");

      Cli again = crawl("--refresh");
      assertThat(again.code()).as(again.err()).isZero();
      assertThat(again.out())
          .contains("Unchanged: %d pages".formatted(site.expected().unchanged().size()));
      assertThat(Database.outcomes(out())).isEqualTo(outcomes(site.expectedWithSitemaps()));
      assertThat(Files.readString(json))
          .hasLineCount(site.expectedWithSitemaps().pages().size())
          .contains("\"extracted\":{\"name\":\"Cloth “1”\"}");
    }
  }

  @Test
  void quietIsQuiet() throws Exception {
    assertThat(crawl("--quiet", "--depth", "0")).isEqualTo(new Cli(0, "", ""));
    assertThat(Database.outcomes(out())).isEqualTo(Map.of("/", "PAGE"));
  }

  private static Map<String, Long> counts(String summary) {
    var counts = new TreeMap<String, Long>();
    for (String name : NAMES.values()) {
      var line = Pattern.compile("(?m)^  " + name + " +([\\d,]+)$").matcher(summary);
      counts.put(name, line.find() ? Long.parseLong(line.group(1).replace(",", "")) : 0L);
    }
    return counts;
  }

  private static Map<String, Long> counts(Expected expected) {
    var counts = new TreeMap<String, Long>();
    expected
        .summary()
        .forEach((kind, count) -> {
          if (NAMES.containsKey(kind.name())) counts.put(NAMES.get(kind.name()), (long) count);
        });
    return counts;
  }

  static Map<String, String> outcomes(Expected expected) {
    return expected.kinds().entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> Database.path(entry.getKey().toString()),
                entry -> entry.getValue().name().toUpperCase(Locale.ROOT)));
  }
}
