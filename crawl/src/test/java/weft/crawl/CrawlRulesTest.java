package weft.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.crawl.SmallSite.html;
import static weft.crawl.SmallSite.pages;
import static weft.crawl.SmallSite.redirect;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.crawl.CrawlSettings.Output;

/** Rules of a crawl on sites made for them. */
class CrawlRulesTest {
  @TempDir Path dir;

  private CrawlSettingsBuilder settings() {
    return CrawlSettings.builder(dir.resolve("db"))
        .output(Output.REPLACE)
        .backoff(Duration.ofMillis(1), Duration.ofMillis(2));
  }

  /** Crawls from the root; gives path and kind of all that was found. */
  private Map<String, String> crawl(SmallSite site, CrawlSettingsBuilder settings)
      throws Exception {
    var _ = Crawl.of(settings.build()).run(site.url("/"));
    var kinds = new TreeMap<String, String>();
    Results.read(dir.resolve("db")).kinds().forEach((url, kind) -> kinds.put(url.getPath(), kind));
    return kinds;
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 429})
  void aRobotsTxtThatCanNotBeToldForbidsEverything(int status) throws Exception {
    try (var site = new SmallSite(pages("/", html("/a"), "/robots.txt", status + " |"))) {
      assertThat(crawl(site, settings())).isEqualTo(Map.of("/", "DISALLOWED"));
      assertThat(site.requests).isEqualTo(Map.of("/robots.txt", 4));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410})
  void aRobotsTxtThatIsNotThereForbidsNothing(int status) throws Exception {
    try (var site = new SmallSite(pages("/", html(), "/robots.txt", status + " |"))) {
      assertThat(crawl(site, settings())).isEqualTo(Map.of("/", "PAGE"));
    }
  }

  @Test
  void aRobotsTxtMayBeElsewhere() throws Exception {
    var pages =
        pages(
            "/",
            html("/no"),
            "/robots.txt",
            redirect("/r"),
            "/r",
            "200 Content-Type: text/plain|User-agent: *\nDisallow: /no");
    try (var site = new SmallSite(pages)) {
      assertThat(crawl(site, settings())).isEqualTo(Map.of("/", "PAGE", "/no", "DISALLOWED"));
    }
  }

  @Test
  void linksAreFollowedWhereTheyAreIncludedAndNotExcluded() throws Exception {
    var pages =
        pages(
            "/",
            html("/docs/a", "/docs/a.pdf", "/other", "/docs/moved"),
            "/docs/a",
            html("/docs/b?q=1", "/docs/b"),
            "/docs/b",
            html(),
            "/docs/moved",
            redirect("/other"));
    try (var site = new SmallSite(pages)) {
      var settings = settings().include("/docs/**").exclude("**.pdf").exclude("**?**");
      assertThat(crawl(site, settings))
          .isEqualTo(
              Map.of("/", "PAGE", "/docs/a", "PAGE", "/docs/b", "PAGE", "/docs/moved", "REDIRECT"));
      assertThat(site.requests)
          .containsOnlyKeys("/robots.txt", "/", "/docs/a", "/docs/b", "/docs/moved");
      // What was left out is not what is left to do.
      var _ = Crawl.of(settings.output(Output.RESUME).build()).run();
      assertThat(site.requests).containsEntry("/docs/a", 1).doesNotContainKey("/other");
    }
  }

  @Test
  void itIsAskedForOnceHoweverManyTasksWantToKnow() throws Exception {
    String[] links = IntStream.range(0, 300).mapToObj(i -> "/" + i).toArray(String[]::new);
    try (var site = new SmallSite(pages("/", html(links)))) {
      assertThat(crawl(site, settings())).hasSize(301);
      assertThat(site.requests).containsEntry("/robots.txt", 1);
      assertThat(site.requests.values()).containsOnly(1);
      assertThat(site.mostAtOnce.get()).isBetween(1, 8);
    }
  }

  @Test
  void atMostAsManyRequestsAtOnceAsAllowed() throws Exception {
    String[] links = IntStream.range(0, 100).mapToObj(i -> "/" + i).toArray(String[]::new);
    try (var site = new SmallSite(pages("/", html(links)))) {
      assertThat(crawl(site, settings().concurrency(1))).hasSize(101);
      assertThat(site.mostAtOnce).hasValue(1);
    }
  }

  @Test
  void aLoopIsALoopByWhateverWaysItsRedirectsAreFound() throws Exception {
    var pages =
        pages(
            "/",
            html("/a", "/b", "/c", "/in", "/self"),
            "/a",
            redirect("/b"),
            "/b",
            redirect("/c"),
            "/c",
            redirect("/a"),
            "/in",
            redirect("/b"),
            "/self",
            redirect("/self"));
    try (var site = new SmallSite(pages)) {
      for (int i = 0; i < 20; i++) {
        assertThat(crawl(site, settings()))
            .isEqualTo(
                Map.of(
                    "/",
                    "PAGE",
                    "/a",
                    "REDIRECT_LOOP",
                    "/b",
                    "REDIRECT_LOOP",
                    "/c",
                    "REDIRECT_LOOP",
                    "/in",
                    "REDIRECT",
                    "/self",
                    "REDIRECT_LOOP"));
      }
    }
  }

  @Test
  void redirectsInARowAreLimited() throws Exception {
    var pages =
        pages("/", redirect("/1"), "/1", redirect("/2"), "/2", redirect("/3"), "/3", html());
    try (var site = new SmallSite(pages)) {
      assertThat(crawl(site, settings().redirects(2)))
          .isEqualTo(Map.of("/", "REDIRECT", "/1", "REDIRECT", "/2", "REDIRECT_LOOP"));
      assertThat(crawl(site, settings().redirects(3))).containsEntry("/3", "PAGE");
    }
  }

  @Test
  void aRedirectThatLeadsNowhereOrOutsideIsNotFollowed() throws Exception {
    try (var outside = new SmallSite(pages("/", html()))) {
      var pages =
          pages(
              "/",
              html("/mail", "/out", "/none"),
              "/mail",
              redirect("mailto:a@b"),
              "/out",
              redirect(outside.url("/")),
              "/none",
              "302 |");
      try (var site = new SmallSite(pages)) {
        assertThat(crawl(site, settings()))
            .isEqualTo(
                Map.of(
                    "/", "PAGE", "/mail", "REDIRECT", "/out", "REDIRECT", "/none", "HTTP_ERROR"));
        assertThat(outside.requests).isEmpty();
        assertThat(Results.read(dir.resolve("db")).frontier()).isEmpty();
        String host = URI.create(outside.url("/")).getAuthority();
        assertThat(crawl(site, settings().host(host))).hasSize(4);
        assertThat(outside.requests).containsEntry("/", 1);
      }
    }
  }

  @Test
  void aPageWithinTheDepthIsFoundThoughARedirectComesNearerThanALink() throws Exception {
    // /x is two links away by /a, and one by the redirect /r.
    var pages =
        pages(
            "/",
            html("/a", "/r"),
            "/a",
            html("/x"),
            "/r",
            redirect("/x"),
            "/x",
            html("/y"),
            "/y",
            html());
    try (var site = new SmallSite(pages)) {
      assertThat(crawl(site, settings().depth(2))).containsKeys("/x", "/y");
      assertThat(crawl(site, settings().depth(1))).containsOnlyKeys("/", "/a", "/r", "/x");
    }
  }

  @Test
  void retriesEnd() throws Exception {
    try (var site = new SmallSite(pages("/", html("/a"), "/a", "503 Retry-After: 0|"))) {
      assertThat(crawl(site, settings().retries(0))).containsEntry("/a", "HTTP_ERROR");
      assertThat(site.requests).containsEntry("/a", 1);
      assertThat(crawl(site, settings().retries(2))).containsEntry("/a", "HTTP_ERROR");
      assertThat(site.requests).containsEntry("/a", 4);
    }
  }
}
