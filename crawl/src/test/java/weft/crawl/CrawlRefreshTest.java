package weft.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.crawl.SmallSite.html;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.crawl.CrawlSettings.Output;
import weft.crawl.CrawlSummary.End;

/** A crawl that is repeated: what has not changed is not sent again. */
class CrawlRefreshTest {
  private static final String TAGGED = "200 Content-Type: text/html|ETag: \"1\"|";
  private static final String DATED =
      "200 Content-Type: text/html|Last-Modified: Tue, 15 Nov 1994 12:45:26 GMT|";

  @TempDir Path dir;
  private final Map<String, String> pages = new ConcurrentHashMap<>();

  CrawlRefreshTest() {
    pages.put("/", TAGGED + "<title>Home</title><a href=/a>a</a><a href=/b>b</a>");
    pages.put("/a", DATED + "<title>A</title><h1>a</h1><a href=/c>c</a><a href=/gone>x</a>");
    pages.put("/b", html());
    pages.put("/c", TAGGED + "<title>C</title>");
    pages.put("/gone", TAGGED + "<title>Gone</title>");
  }

  /** Where the results are. */
  String url() {
    return "jdbc:h2:" + dir.resolve("db");
  }

  private CrawlSettingsBuilder settings(Output output) {
    return CrawlSettings.builder(CrawlDatabase.of(url()))
        .output(output)
        .backoff(Duration.ofMillis(1), Duration.ofMillis(2));
  }

  private Map<String, Object> stored() throws Exception {
    var stored = new TreeMap<String, Object>();
    Results.read(url()).titles().forEach((url, title) -> stored.put(url.getPath(), title));
    return stored;
  }

  private Path json() {
    return dir.resolve("pages.jsonl");
  }

  private Path csv() {
    return dir.resolve("pages.csv");
  }

  private CrawlSettingsBuilder withFiles(Output output) {
    return settings(output).jsonLines(json()).csv(csv());
  }

  private void assertFilesHaveEachPageOnce() throws Exception {
    assertThat(Files.readAllLines(json()))
        .extracting(line -> line.replaceAll(".*?http://[^/]*(/[^\"]*).*", "$1"))
        .containsExactlyInAnyOrder("/", "/a", "/b", "/c", "/gone");
    assertThat(Files.readAllLines(csv()))
        .extracting(line -> line.replaceAll("(http://[^/]*)?([^,]*).*", "$2"))
        .containsExactlyInAnyOrder("url", "/", "/a", "/b", "/c", "/gone");
  }

  private long count(String table) throws Exception {
    try (var connection = DriverManager.getConnection(url());
        var row = connection.createStatement().executeQuery("SELECT COUNT(*) FROM " + table)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void unchangedPagesAreTakenFromTheStoreAndTheirLinksFollowed() throws Exception {
    try (var site = new SmallSite(pages)) {
      var _ =
          Crawl.of(settings(Output.CREATE).extract("h=h1").keepHtml(true).jsonLines(json()).build())
              .run(site.url("/"));
      var before = stored();
      long links = count("link");
      assertThat(before).hasSize(5);

      var again =
          Crawl.of(
              settings(Output.REFRESH).extract("h=h1").keepHtml(true).jsonLines(json()).build());
      CrawlSummary summary = again.run();
      assertThat(summary.end()).isEqualTo(End.COMPLETE);
      assertThat(summary.unchanged()).isEqualTo(4);
      assertThat(summary.resumed()).isZero();
      assertThat(site.unchanged).isEqualTo(Map.of("/", 1, "/a", 1, "/c", 1, "/gone", 1));
      assertThat(site.requests).containsEntry("/b", 2).containsEntry("/c", 2);
      assertThat(stored()).isEqualTo(before);
      assertThat(count("page WHERE html_gzip IS NOT NULL")).isEqualTo(5);
      assertThat(count("link")).isEqualTo(links);
      assertThat(count("extracted")).isEqualTo(1);
      assertThat(count("earlier")).isZero();
      assertThat(Files.readAllLines(json())).hasSize(5);
      assertThat(Files.readString(json())).contains("\"extracted\":{\"h\":\"a\"}");
    }
  }

  @Test
  void whatHasChangedOrIsNoLongerLinkedChanges() throws Exception {
    try (var site = new SmallSite(pages)) {
      var _ = Crawl.of(settings(Output.CREATE).build()).run(site.url("/"));
      pages.put("/a", TAGGED + "<title>New</title><a href=/d>d</a>");
      pages.put("/d", html());
      var summary = Crawl.of(settings(Output.REFRESH).build()).run();
      assertThat(summary.unchanged()).isEqualTo(1); // the root: /c is not linked any more
      assertThat(stored()).containsEntry("/a", "New").containsOnlyKeys("/", "/a", "/b", "/d");
      assertThat(site.requests).containsEntry("/c", 1);
      assertThat(count("page")).isEqualTo(4);
      summary = Crawl.of(settings(Output.REFRESH).build()).run();
      assertThat(summary.unchanged()).isEqualTo(2);
    }
  }

  @Test
  void aPageOfVeryManyLinksKeepsThemInTheirOrder() throws Exception {
    var many = new StringBuilder(TAGGED);
    for (int i = 0; i < 70_000; i++) many.append("<a href=//x.example/").append(i).append('>');
    pages.put("/", many.append("<a href=/a>").toString());
    try (var site = new SmallSite(pages)) {
      for (Output output : List.of(Output.CREATE, Output.REFRESH)) {
        var _ = Crawl.of(withFiles(output).build()).run(site.url("/"));
        assertThat(count("links_of WHERE CARDINALITY(urls) > 1000")).isEqualTo(2);
        String line = Files.readAllLines(json()).getFirst();
        String[] urls = line.substring(line.indexOf("\"links\":[")).split("\"", -1);
        assertThat(urls[3]).isEqualTo("http://x.example/0");
        assertThat(urls[3 + 2 * 65_536]).isEqualTo("http://x.example/65536");
        assertThat(urls[3 + 2 * 70_000]).isEqualTo(site.url("/a"));
      }
      assertThat(site.unchanged).containsEntry("/", 1).containsEntry("/a", 1);
    }
  }

  @Test
  void anInterruptedOneIsResumed() throws Exception {
    try (var site = new SmallSite(pages)) {
      var _ = Crawl.of(withFiles(Output.CREATE).build()).run(site.url("/"));
      var before = stored();
      var cut = Crawl.of(withFiles(Output.REFRESH).pages(2).concurrency(1).build()).run();
      assertThat(cut.end()).isEqualTo(End.PAGE_LIMIT);
      assertThat(count("earlier")).isEqualTo(5);
      var rest = Crawl.of(withFiles(Output.RESUME).build()).run();
      assertThat(rest.resumed()).isEqualTo(2);
      assertThat(cut.unchanged() + rest.unchanged()).isEqualTo(4);
      assertThat(stored()).isEqualTo(before);
      assertThat(site.requests.get("/gone")).isEqualTo(2);
      assertThat(count("earlier")).isZero();
      assertFilesHaveEachPageOnce();
    }
  }

  @Test
  void withOtherRulesAllIsFetchedAnew() throws Exception {
    try (var site = new SmallSite(pages)) {
      var _ = Crawl.of(settings(Output.CREATE).build()).run(site.url("/"));
      var summary = Crawl.of(settings(Output.REFRESH).extract("h=h1").build()).run();
      assertThat(summary.unchanged()).isZero();
      assertThat(count("extracted")).isEqualTo(1);
      summary = Crawl.of(settings(Output.REFRESH).extract("h=h1").build()).run();
      assertThat(summary.unchanged()).isEqualTo(4);
      assertThat(count("extracted")).isEqualTo(1);
    }
  }

  @Test
  void whenTheSiteIsDownTheResultsStay() throws Exception {
    Map<String, Object> before;
    String lines;
    String records;
    try (var site = new SmallSite(pages)) {
      var _ = Crawl.of(withFiles(Output.CREATE).build()).run(site.url("/"));
      before = stored();
      lines = Files.readString(json());
      records = Files.readString(csv());
    }
    assertThatThrownBy(() -> Crawl.of(withFiles(Output.REFRESH).retries(0).build()).run())
        .isInstanceOf(CrawlException.class)
        .hasMessageStartingWith("cannot crawl http://127.0.0.1");
    assertThat(stored()).isEqualTo(before);
    assertThat(count("page")).isEqualTo(5);
    assertThat(json()).content().isEqualTo(lines);
    assertThat(csv()).content().isEqualTo(records);
    assertFilesHaveEachPageOnce();
  }

  @Test
  void thereHasToBeSomething() {
    assertThatThrownBy(() -> Crawl.of(settings(Output.REFRESH).build()).run())
        .isInstanceOf(CrawlException.class)
        .hasMessageStartingWith("no earlier crawl to refresh: there is no");
  }
}
