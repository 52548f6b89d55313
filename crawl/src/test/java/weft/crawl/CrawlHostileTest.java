package weft.crawl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that mean no good, or are merely odd: only the URLs that they spoil are lost. */
@Timeout(120)
class CrawlHostileTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";

  @TempDir Path dir;

  private static byte[] answer(String head, byte[] body) {
    var all = new ByteArrayOutputStream();
    all.writeBytes((head + "Content-Length: " + body.length + "\r\n\r\n").getBytes(ISO_8859_1));
    all.writeBytes(body);
    return all.toByteArray();
  }

  private static byte[] page(String html) {
    return answer(OK, html.getBytes(ISO_8859_1));
  }

  private static byte[] emptyMembers() throws Exception {
    var empty = new ByteArrayOutputStream();
    new GZIPOutputStream(empty).close();
    var all = new ByteArrayOutputStream();
    for (int i = 0; i < 20_000; i++) all.writeBytes(empty.toByteArray());
    return all.toByteArray();
  }

  private Results crawl(RawSite site) throws Exception {
    return crawl(site, settings());
  }

  private CrawlSettingsBuilder settings() {
    return CrawlSettings.builder(dir.resolve("db"))
        .backoff(Duration.ofMillis(1), Duration.ofMillis(1));
  }

  private Results crawl(RawSite site, CrawlSettingsBuilder settings) throws Exception {
    var summary = Crawl.of(settings.build()).run(site.url("/"));
    assertThat(summary.end()).isEqualTo(CrawlSummary.End.COMPLETE);
    return Results.read(dir.resolve("db"));
  }

  private static Map<String, String> kinds(Results results) {
    var kinds = new HashMap<String, String>();
    results.kinds().forEach((URI url, String kind) -> kinds.put(url.getPath(), kind));
    return kinds;
  }

  @Test
  void anAnswerThatIsNoneSpoilsItsOwnUrlOnly() throws Exception {
    byte[] members = answer(OK + "Content-Encoding: gzip\r\n", emptyMembers());
    Map<String, byte[]> pages =
        Map.of(
            "/",
                page(
                    "<a href=/status>x</a><a href=/members>x</a><a href=/hints>x</a><a href=/good>x</a>"),
            "/status", "HTTP/1.1 000 What\r\n\r\n".getBytes(ISO_8859_1),
            "/members", members,
            "/hints", "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(10_000).getBytes(ISO_8859_1),
            "/good", page("<title>good</title>"),
            "/robots.txt", "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1));
    try (var site = new RawSite(pages::get, false)) {
      assertThat(kinds(crawl(site)))
          .isEqualTo(
              Map.of(
                  "/",
                  "PAGE",
                  "/status",
                  "FAILED",
                  "/members",
                  "PAGE",
                  "/hints",
                  "FAILED",
                  "/good",
                  "PAGE"));
    }
  }

  @Test
  void robotsTxtMayBeEmptyGzipMembersToo() throws Exception {
    byte[] members = answer(OK + "Content-Encoding: gzip\r\n", emptyMembers());
    Function<String, byte[]> site =
        path -> path.equals("/robots.txt") ? members : page("<title>x</title>");
    try (var server = new RawSite(site, false)) {
      assertThat(kinds(crawl(server))).isEqualTo(Map.of("/", "PAGE"));
    }
  }

  @Test
  void whatIsCutOffOfRobotsTxtIsNoRule() throws Exception {
    String rules = "User-agent: *\n";
    String cut = "Disallow: /"; // and more, which is not read
    String text = rules + "#".repeat(500 * 1024 - rules.length() - cut.length() - 1) + "\n" + cut;
    byte[] robots = answer(OK, (text + "private\n").getBytes(ISO_8859_1));
    Function<String, byte[]> site =
        path -> path.equals("/robots.txt") ? robots : page("<title>x</title>");
    try (var server = new RawSite(site, false)) {
      assertThat(kinds(crawl(server))).isEqualTo(Map.of("/", "PAGE"));
    }
  }

  @Test
  void aSiteThatLeadsEverDeeperComesToAnEnd() throws Exception {
    String deeper = "<title>x</title><a href='" + "a".repeat(999) + "/'>x</a>";
    try (var site = new RawSite(path -> page(deeper), false)) {
      var results = crawl(site);
      assertThat(results.kinds()).hasSize(8);
      assertThat(results.kinds().values()).containsOnly("PAGE");
    }
  }

  @Test
  void titlesAndLinksOfAnyLengthAreStored() throws Exception {
    String html =
        "<title>"
            + "t".repeat(1_500_000)
            + "</title><a href='http://h.invalid/"
            + "u".repeat(1_500_000)
            + "'>x</a>";
    try (var site = new RawSite(path -> page(html), false)) {
      assertThat(kinds(crawl(site))).isEqualTo(Map.of("/", "PAGE"));
    }
  }

  /** It says "keep-alive" and closes: each connection but a first one is stale when it is used. */
  @Test
  void noPageIsLostToAServerThatClosesConnectionsUnannounced() throws Exception {
    var menu = new StringBuilder();
    for (int i = 0; i < 300; i++) menu.append("<a href=/").append(i).append(">x</a>");
    try (var site =
        new RawSite(path -> page(path.equals("/") ? menu.toString() : "<title>x</title>"), true)) {
      // Waits of an hour: it is not by these that the pages are had.
      Duration hour = Duration.ofHours(1);
      var results = crawl(site, settings().retries(1).backoff(hour, hour));
      assertThat(results.kinds()).hasSize(301).containsValue("PAGE");
      assertThat(results.kinds().values()).containsOnly("PAGE");
    }
  }
}
