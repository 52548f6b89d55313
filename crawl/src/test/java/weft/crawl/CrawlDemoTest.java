package weft.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.crawl.CrawlSummary.End;
import weft.crawl.demo.DemoSite;
import weft.crawl.demo.Expected;

/** Crawls the demo site whole and compares all that comes out with what is known to be there. */
class CrawlDemoTest {
  @TempDir Path dir;

  /** Where the results are. */
  String url() {
    return "jdbc:h2:" + dir.resolve("demo");
  }

  private CrawlSettingsBuilder settings() {
    return CrawlSettings.builder(CrawlDatabase.of(url()))
        .backoff(Duration.ofMillis(1), Duration.ofMillis(5));
  }

  @Test
  void bringsBackExactlyWhatIsThere() throws Exception {
    Path json = dir.resolve("pages.jsonl");
    try (var site = DemoSite.start()) {
      var summary = Crawl.of(settings().jsonLines(json).build()).run(site.root().toString());
      Expected expected = site.expected();
      assertThat(summary.end()).isEqualTo(End.COMPLETE);
      assertThat(summary.progress().queued()).isZero();
      assertThat(names(summary.progress().outcomes())).isEqualTo(names(expected.summary()));
      assertSame(Results.read(url()), expected);
      assertThat(Files.readString(json)).hasLineCount(expected.pages().size());
      assertRequestedOnce(site, expected);
    }
  }

  @Test
  void sitemapsBringExactlyWhatTheyName() throws Exception {
    try (var site = DemoSite.start()) {
      var _ = Crawl.of(settings().sitemaps(true).depth(1000).build()).run(site.root().toString());
      Expected expected = site.expectedWithSitemaps();
      var results = Results.read(url());
      assertSame(results, expected);
      assertThat(results.depths()).isEqualTo(expected.depths());
    }
  }

  @Test
  void aSecondCrawlIsToldWhatHasNotChanged() throws Exception {
    try (var site = DemoSite.start()) {
      var settings = settings();
      Expected.RULES.forEach(settings::extract);
      var _ = Crawl.of(settings.build()).run(site.root().toString());
      assertThat(Results.extracted(url())).isEqualTo(site.expected().extracted());
      var again = Crawl.of(settings.output(CrawlSettings.Output.REFRESH).build());
      assertThat(again.run().unchanged()).isEqualTo(site.expected().unchanged().size());
      var results = Results.read(url());
      assertSame(results, site.expected());
      results.statuses().values().removeIf(status -> status != 304);
      assertThat(results.statuses().keySet()).isEqualTo(site.expected().unchanged());
      assertThat(Results.extracted(url())).isEqualTo(site.expected().extracted());
    }
  }

  static void assertSame(Results results, Expected expected) {
    var wrong = new HashMap<>(text(results.kinds())); // two thousand right ones say nothing
    wrong.entrySet().removeAll(text(expected.kinds()).entrySet());
    assertThat(wrong).isEmpty();
    assertThat(text(results.kinds())).isEqualTo(text(expected.kinds()));
    assertThat(results.redirects()).isEqualTo(expected.redirects());
    assertThat(results.frontier()).isEmpty();
    expected
        .statuses()
        .forEach((url, status) -> assertThat(results.statuses()).containsEntry(url, status));
    var titles = new HashMap<URI, String>();
    var links = new HashMap<URI, Set<URI>>();
    expected
        .pages()
        .forEach((url, page) -> {
          titles.put(url, page.title());
          links.put(url, page.links());
        });
    assertThat(results.titles()).isEqualTo(titles);
    assertThat(results.links()).isEqualTo(links);
  }

  private static void assertRequestedOnce(DemoSite site, Expected expected) {
    var requests = new TreeMap<String, Integer>();
    expected.requests().forEach((url, count) -> requests.put(path(url), count));
    requests.put("/robots.txt", 1);
    requests.values().removeIf(count -> count == 0);
    assertThat(site.requestCounts()).isEqualTo(requests);
  }

  static String path(URI url) {
    return url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
  }

  private static TreeMap<String, String> text(Map<URI, ?> map) {
    var text = new TreeMap<String, String>();
    map.forEach((url, value) -> text.put(url.toString(), value.toString()));
    return text;
  }

  private static Map<String, Long> names(Map<? extends Enum<?>, ? extends Number> counts) {
    var names = new TreeMap<String, Long>();
    counts.forEach((kind, count) -> names.put(kind.name(), count.longValue()));
    return names;
  }
}
