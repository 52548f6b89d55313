package weft.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.crawl.SmallSite.html;
import static weft.crawl.SmallSite.pages;
import static weft.crawl.SmallSite.redirect;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netpreserve.jwarc.WarcResponse;
import weft.crawl.CrawlSettings.Output;
import weft.crawl.demo.DemoSite;
import weft.crawl.result.UrlOutcome;

/** What was sent and received, read back by another library. */
class WarcTest {
  @TempDir Path dir;
  private Path file;

  @BeforeEach
  void name() {
    file = dir.resolve("site.warc.gz");
  }

  private CrawlSettingsBuilder settings(Output output) {
    return CrawlSettings.builder(dir.resolve("db"))
        .output(output)
        .backoff(Duration.ofMillis(1), Duration.ofMillis(1));
  }

  private CrawlSettingsBuilder settings() {
    return settings(Output.CREATE).warc(file);
  }

  private static Map<String, WarcResponse> byPath(Archive archive) {
    return archive.responses().stream()
        .collect(Collectors.toMap(response -> response.targetURI().getPath(), r -> r));
  }

  @Test
  void everyAnswerIsInItWithItsRequest() throws Exception {
    String home = html("/moved", "/gone", "/picture", "/large", "/ü?q=1");
    var site =
        pages(
            "/",
            home,
            "/moved",
            redirect("/"),
            "/gone",
            "404 X-Why: lost|nothing here",
            "/picture",
            "200 Content-Type: image/png|pixels",
            "/large",
            html("/" + "x".repeat(3_000)));
    try (var small = new SmallSite(site)) {
      var _ = Crawl.of(settings().maxBody(2_000).userAgent("tester/1").build()).run(small.url("/"));
      var archive = Archive.read(file);
      assertThat(archive.requests()).hasSize(6).hasSameSizeAs(archive.responses());
      assertThat(archive.requests().getFirst().http().headers().first("User-Agent"))
          .contains("tester/1");
      assertThat(archive.bodies())
          .containsEntry(small.url("/"), home.substring(home.indexOf('|') + 1))
          .containsEntry(small.url("/gone"), "nothing here")
          .containsEntry(small.url("/picture"), "")
          .containsEntry(small.url("/large"), "");
      var responses = byPath(archive);
      assertThat(responses.get("/").http().status()).isEqualTo(200);
      assertThat(responses.get("/").headers().first("WARC-Truncated")).isEmpty();
      assertThat(responses.get("/moved").http().headers().first("Location")).contains("/");
      assertThat(responses.get("/gone").http().headers().first("X-Why")).contains("lost");
      assertThat(responses.get("/picture").headers().first("WARC-Truncated"))
          .contains("unspecified");
      assertThat(responses.get("/large").headers().first("WARC-Truncated")).contains("length");
    }
  }

  /** Encodings of all kinds are undone, and no field tells of them. */
  @Test
  void thereIsOneForEachOutcomeOfTheDemoSite() throws Exception {
    try (var site = DemoSite.start()) {
      List<UrlOutcome> answered = Collections.synchronizedList(new ArrayList<>());
      var settings =
          settings()
              .jsonLines(dir.resolve("pages.jsonl"))
              .csv(dir.resolve("pages.csv"))
              .timeout(Duration.ofSeconds(2))
              .listener(outcome -> {
                if (outcome.kind().isAnswer()) answered.add(outcome);
              });
      var summary = Crawl.of(settings.build()).run(site.root().toString());
      assertThat(summary.warc()).contains(file);
      var archive = Archive.read(file);
      assertThat(archive.responses().stream().map(WarcResponse::target))
          .containsExactlyInAnyOrderElementsOf(answered.stream().map(UrlOutcome::url).toList());
      for (UrlOutcome outcome : answered) assertThat(outcome.status()).isPositive();
      for (WarcResponse response : archive.responses()) {
        assertThat(response.http().headers().map())
            .doesNotContainKeys("Content-Encoding", "Transfer-Encoding");
      }
      assertThat(Files.readAllLines(dir.resolve("pages.jsonl")))
          .hasSize(Math.toIntExact(summary.progress().pages()));
    }
  }

  @Test
  void aTornEndIsCutOff() throws Exception {
    var site = pages("/", html("/a", "/b"), "/a", html(), "/b", html());
    try (var small = new SmallSite(site)) {
      var _ = Crawl.of(settings().depth(0).build()).run(small.url("/"));
      byte[] whole = Files.readAllBytes(file);
      byte[] torn = Arrays.copyOf(whole, whole.length + 40);
      System.arraycopy(whole, 0, torn, whole.length, 40);
      Files.write(file, torn);
      var _ = Crawl.of(settings(Output.RESUME).warc(file).depth(1).build()).run();
      assertThat(Archive.read(file).bodies())
          .containsOnlyKeys(small.url("/"), small.url("/a"), small.url("/b"));
      assertThat(Archive.read(file).responses()).hasSize(3);
      assertThat(Files.readAllBytes(file)).startsWith(whole);
    }
  }

  /** Also after a refresh that has written no archive, and a resumption of it. */
  @Test
  void aRepetitionAddsToIt() throws Exception {
    String page = "200 Content-Type: text/html|ETag: \"1\"|<title>x</title>";
    try (var small = new SmallSite(pages("/", page))) {
      var _ = Crawl.of(settings().build()).run(small.url("/"));
      var _ = Crawl.of(settings(Output.REFRESH).build()).run();
      assertThat(small.unchanged).isNotEmpty();
      assertThat(Archive.read(file).responses()).hasSize(1);
      small.unchanged.clear();
      var _ = Crawl.of(settings(Output.REFRESH).warc(file).build()).run();
      assertThat(small.unchanged).isEmpty();
      assertThat(Archive.read(file).responses())
          .hasSize(2)
          .allSatisfy(response -> assertThat(response.http().status()).isEqualTo(200));
    }
  }

  @Test
  void moreThanMayWaitIsStoredAllTheSame() throws Exception {
    String[] links = new String[60];
    var site = new TreeMap<String, String>();
    var random = new Random(3);
    for (int i = 0; i < links.length; i++) {
      links[i] = "/" + i;
      var noise = new StringBuilder(); // gzip makes little of it
      for (int k = 0; k < 2_000_000; k++) noise.append((char) (' ' + 1 + random.nextInt(90)));
      site.put(
          links[i], "200 Content-Type: text/html|" + noise.toString().replaceAll("[<|&]", "x"));
    }
    site.put("/", html(links));
    try (var small = new SmallSite(site)) {
      var _ = Crawl.of(settings().build()).run(small.url("/"));
      assertThat(Archive.read(file).responses()).hasSize(61);
    }
  }

  @Test
  void whatCannotBeWrittenIsSaidBeforeTheFirstRequest() throws Exception {
    try (var small = new SmallSite(pages("/", html()))) {
      Path nowhere = dir.resolve("none").resolve("site.warc.gz");
      assertFails(settings(Output.CREATE).warc(nowhere), small, "cannot write " + nowhere);
      Files.writeString(file, "mine");
      assertFails(settings(Output.REPLACE).jsonLines(dir).warc(file), small, "cannot write " + dir);
      Files.deleteIfExists(dir.resolve("db.mv.db"));
      assertFails(settings(), small, "choose another file for WARC");
      var _ = Crawl.of(settings(Output.CREATE).build()).run(small.url("/"));
      small.requests.clear();
      assertFails(settings(Output.RESUME).warc(file), small, "choose another file for WARC");
      assertThat(file).content().isEqualTo("mine");
    }
  }

  private static void assertFails(CrawlSettingsBuilder settings, SmallSite site, String message) {
    assertThatThrownBy(() -> Crawl.of(settings.build()).run(site.url("/")))
        .isInstanceOf(CrawlException.class)
        .message()
        .hasLineCount(1)
        .contains(message);
    assertThat(site.requests).isEmpty();
  }
}
