package weft.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static weft.crawl.SmallSite.html;
import static weft.crawl.SmallSite.pages;
import static weft.crawl.SmallSite.redirect;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.crawl.CrawlSettings.Output;

/** What pages ask of crawlers, what their sitemaps name, and what is taken from them. */
class CrawlDirectivesTest {
  private static final String HTML = "200 Content-Type: text/html";

  @TempDir Path dir;

  private CrawlSettingsBuilder settings() {
    return CrawlSettings.builder(dir.resolve("db")).output(Output.REPLACE);
  }

  private Map<String, String> crawl(SmallSite site, CrawlSettingsBuilder settings)
      throws Exception {
    var _ = Crawl.of(settings.build()).run(site.url("/"));
    var kinds = new TreeMap<String, String>();
    Results.read(dir.resolve("db")).kinds().forEach((url, kind) -> kinds.put(url.getPath(), kind));
    assertThat(Results.read(dir.resolve("db")).frontier()).isEmpty();
    return kinds;
  }

  @Test
  void nofollowAndNoindexAreHonouredUnlessIgnored() throws Exception {
    var pages =
        pages(
            "/",
            html("/meta", "/header") + "<a rel=nofollow href=/link>x</a>",
            "/meta",
            HTML + "|<meta name=robots content=nofollow><a href=/a>x</a>",
            "/header",
            HTML + "|X-Robots-Tag: noindex|<a href=/b>x</a>",
            "/link",
            html(),
            "/a",
            html(),
            "/b",
            html());
    try (var site = new SmallSite(pages)) {
      assertThat(crawl(site, settings()))
          .isEqualTo(Map.of("/", "PAGE", "/meta", "PAGE", "/header", "NO_INDEX", "/b", "PAGE"));
      assertThat(crawl(site, settings().directives(false)))
          .hasSize(6)
          .containsEntry("/header", "PAGE");
    }
  }

  @Test
  void ofPagesThatNameEachOtherAsCanonicalOneIsKept() throws Exception {
    String names = HTML + "|<link rel=canonical href=%s>";
    var pages =
        pages(
            "/",
            html("/a", "/b", "/c"),
            "/a",
            names.formatted("/b"),
            "/b",
            names.formatted("/c"),
            "/c",
            names.formatted("/a"));
    try (var site = new SmallSite(pages)) {
      for (int i = 0; i < 5; i++) {
        var kinds = crawl(site, settings());
        assertThat(kinds.values())
            .containsExactlyInAnyOrder("PAGE", "PAGE", "DUPLICATE", "DUPLICATE");
      }
      assertThat(site.requests).containsEntry("/a", 5).containsEntry("/b", 5);
    }
  }

  @Test
  void aCanonicalUrlThatNothingLinksToIsFetchedOnceAndWithinTheDepth() throws Exception {
    String copy = HTML + "|<link rel=canonical href=/original><a href=/deeper>x</a>";
    var pages =
        pages(
            "/",
            html("/1", "/2"),
            "/1",
            copy,
            "/2",
            copy,
            "/original",
            html("/deeper"),
            "/deeper",
            html());
    try (var site = new SmallSite(pages)) {
      assertThat(crawl2(site, settings().depth(1)))
          .isEqualTo(
              Map.of("/", "PAGE", "/1", "DUPLICATE", "/2", "DUPLICATE", "/original", "PAGE"));
      assertThat(site.requests).containsEntry("/original", 1);
      var _ = Crawl.of(settings().output(Output.RESUME).depth(2).build()).run();
      assertThat(Results.read(dir.resolve("db")).depths().values()).contains(2);
    }
  }

  /** A crawl that leaves something for another. */
  private Map<String, String> crawl2(SmallSite site, CrawlSettingsBuilder settings)
      throws Exception {
    var _ = Crawl.of(settings.build()).run(site.url("/"));
    var kinds = new TreeMap<String, String>();
    Results.read(dir.resolve("db")).kinds().forEach((url, kind) -> kinds.put(url.getPath(), kind));
    return kinds;
  }

  @Test
  void sitemapsAreReadWithinTheBoundsOfTheCrawl() throws Exception {
    String map = "200 Content-Type: text/xml|<%1$s>%2$s</%1$s>";
    var pages = new ConcurrentHashMap<String, String>();
    try (var site = new SmallSite(pages)) {
      String loc = "<url><loc>%s</loc><lastmod>2026-01-02</lastmod></url>";
      pages.put("/", html("/a"));
      pages.put("/a", html());
      pages.put("/hidden", html("/below"));
      pages.put("/below", html());
      pages.put("/moved.xml", redirect("/real.xml"));
      pages.put("/robots.txt", "200 Content-Type: text/plain|Sitemap: " + site.url("/moved.xml"));
      pages.put(
          "/sitemap.xml",
          map.formatted(
              "sitemapindex", "<sitemap><loc>" + site.url("/two.xml") + "</loc></sitemap>"));
      pages.put(
          "/real.xml",
          map.formatted(
              "urlset",
              loc.formatted(site.url("/hidden"))
                  + loc.formatted(site.url("/x.pdf"))
                  + loc.formatted("http://other.example/")));
      pages.put("/two.xml", map.formatted("urlset", loc.formatted(site.url("/a"))));
      assertThat(crawl(site, settings())).containsOnlyKeys("/", "/a");
      var read = settings().sitemaps(true).exclude("**.pdf").exclude("**.xml");
      assertThat(crawl(site, read))
          .isEqualTo(
              Map.of(
                  "/",
                  "PAGE",
                  "/a",
                  "PAGE",
                  "/hidden",
                  "PAGE",
                  "/below",
                  "PAGE",
                  "/robots.txt",
                  "SITEMAP_INDEX",
                  "/sitemap.xml",
                  "SITEMAP_INDEX",
                  "/two.xml",
                  "SITEMAP",
                  "/moved.xml",
                  "REDIRECT",
                  "/real.xml",
                  "SITEMAP"));
      var depths = new TreeMap<String, Integer>();
      var _ = Crawl.of(read.depth(1).build()).run(site.url("/"));
      Results.read(dir.resolve("db"))
          .depths()
          .forEach((url, depth) -> depths.put(url.getPath(), depth));
      assertThat(depths)
          .containsEntry("/hidden", 1)
          .containsEntry("/real.xml", 0)
          .doesNotContainKey("/below");
      assertThat(crawl2(site, settings().sitemaps(true).depth(0))).containsOnlyKeys("/");
    }
  }

  @Test
  void aSitemapThatIsNoneIsNoPageEither() throws Exception {
    try (var site = new SmallSite(pages("/", html(), "/sitemap.xml", html("/x")))) {
      assertThat(crawl(site, settings().sitemaps(true)))
          .isEqualTo(
              Map.of("/", "PAGE", "/robots.txt", "SITEMAP_INDEX", "/sitemap.xml", "NOT_HTML"));
    }
  }

  @Test
  void aFinishedCrawlGoesOnWithSitemaps() throws Exception {
    var pages = new ConcurrentHashMap<>(pages("/", html(), "/hidden", html()));
    try (var site = new SmallSite(pages)) {
      assertThat(crawl(site, settings())).containsOnlyKeys("/");
      pages.put(
          "/sitemap.xml",
          "200 Content-Type: text/xml|<urlset><url><loc>"
              + site.url("/hidden")
              + "</loc></url></urlset>");
      var _ = Crawl.of(settings().output(Output.RESUME).sitemaps(true).build()).run();
      assertThat(Results.read(dir.resolve("db")).kinds()).hasSize(4).containsValue("SITEMAP");
      assertThat(site.requests).containsEntry("/", 1).containsEntry("/hidden", 1);
    }
  }

  @Test
  void whatIsExtractedIsToldAndWritten() throws Exception {
    Path json = dir.resolve("pages.jsonl");
    var heard = new ConcurrentHashMap<String, Map<String, String>>();
    var pages = pages("/", HTML + "|<h1>A \"b\"</h1><p class=t>1<p class=t>2");
    try (var site = new SmallSite(pages)) {
      var settings =
          settings()
              .extract("name=h1")
              .extract("t[]=.t")
              .extract("none=h2")
              .jsonLines(json)
              .onPage((outcome, page) -> heard.put(outcome.url(), page.extracted()));
      assertThat(crawl(site, settings)).hasSize(1);
      assertThat(heard.values()).containsExactly(Map.of("name", "A \"b\"", "t", "1\n2"));
      assertThat(Files.readString(json))
          .contains("\"extracted\":{\"name\":\"A \\\"b\\\"\",\"t\":\"1\\n2\"},\"depth\":0");
      // The same from the database, for a file that comes later.
      Path later = dir.resolve("later.jsonl");
      var _ = Crawl.of(settings().output(Output.RESUME).jsonLines(later).build()).run();
      assertThat(Files.readAllLines(later)).isEqualTo(Files.readAllLines(json));
    }
  }

  @Test
  void aRuleOfANameThatIsThereIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings().extract("a=h1").extract("a[]=h2"))
        .withMessage("extraction rule 'a[]=h2': there is one of that name already");
  }
}
