package weft.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.crawl.CrawlSettings.Output;
import weft.crawl.demo.DemoSite;

/** What a person may get wrong: each gives one line that says so. */
class CrawlFailureTest {
  @TempDir Path dir;

  private CrawlSettingsBuilder settings() {
    return CrawlSettings.builder(dir.resolve("db"))
        .backoff(Duration.ofMillis(1), Duration.ofMillis(1));
  }

  private static void assertFails(CrawlSettingsBuilder settings, String seed, String message) {
    assertThatThrownBy(() -> Crawl.of(settings.build()).run(seed))
        .isInstanceOf(CrawlException.class)
        .message()
        .hasLineCount(1)
        .contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "example.org | not a web address: example.org (do you mean https://example.org ?)",
        "ftp://example.org/ | not a web address: ftp://example.org/ (it must begin with http:// or"
            + " https://)",
        "'' | not a web address",
        "http:// | not a web address: http://"
      })
  void notAUrl(String seed, String message) {
    assertFails(settings(), seed, message);
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void nothingToCrawl() {
    assertThatThrownBy(() -> Crawl.of(settings().build()).run())
        .hasMessageContaining("give a URL to start from");
  }

  @Test
  void noSuchHostAndNobodyThere() throws Exception {
    assertFails(
        settings(),
        "http://nowhere.invalid/",
        "cannot crawl http://nowhere.invalid/: unknown host");
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    String url = "http://127.0.0.1:" + free + "/";
    assertFails(
        settings().output(Output.REPLACE),
        url,
        "cannot crawl " + url + ": 127.0.0.1:" + free + " refused");
  }

  @Test
  void resultsThatAreThereOrCanNotBe() throws Exception {
    Path db = Files.writeString(dir.resolve("db.mv.db"), "x");
    assertFails(settings(), "http://h/", db + " has the results of an earlier crawl");
    Path file = Files.writeString(dir.resolve("file"), "x");
    assertFails(
        CrawlSettings.builder(file.resolve("db")), "http://h/", "cannot write results to " + file);
    assertFails(
        settings().output(Output.REPLACE).jsonLines(file.resolve("x")),
        "http://h/",
        "cannot write " + file);
    assertFails(
        CrawlSettings.builder(dir.resolve("none")).output(Output.RESUME),
        "http://h/",
        "no earlier crawl to resume");
  }

  @Test
  void aFileForJsonThatIsThereIsNotWrittenOver() throws Exception {
    Path notes = Files.writeString(dir.resolve("notes.txt"), "my notes");
    assertFails(
        settings().jsonLines(notes),
        "http://h/",
        notes + " is there already: choose another file for JSON");
    assertThat(dir.resolve("db.mv.db")).doesNotExist();
    try (var site = DemoSite.start()) {
      var replacing = settings().depth(0).output(Output.REPLACE).jsonLines(notes).build();
      assertThat(Crawl.of(replacing).run(site.root().toString()).progress().pages()).isOne();
    }
    assertThat(Files.readString(notes)).startsWith("{").hasLineCount(1);
  }

  @Test
  void aHostThatIsGoneIsNoReasonToGiveUpTheOthers() throws Exception {
    try (var site = DemoSite.start()) {
      var crawl = Crawl.of(settings().depth(0).build());
      var summary = crawl.run("http://nowhere.invalid/", site.root().toString());
      assertThat(summary.progress().pages()).isEqualTo(1);
      var results = Results.read(dir.resolve("db"));
      assertThat(results.kinds().values()).containsExactlyInAnyOrder("FAILED", "PAGE");
    }
  }

  @Test
  void aCrawlIsRunOnce() throws Exception {
    var crawl = Crawl.of(settings().build());
    assertThatThrownBy(() -> crawl.run("x")).isInstanceOf(CrawlException.class);
    assertThatThrownBy(() -> crawl.run("x")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    var settings = settings();
    assertThatThrownBy(() -> settings.depth(-1))
        .hasMessage("depth must not be negative, but is -1");
    assertThatThrownBy(() -> settings.pages(0)).hasMessage("pages must be at least 1, but is 0");
    assertThatThrownBy(() -> settings.concurrency(0))
        .hasMessage("concurrency must be from 1 to 10000, but is 0");
    assertThatThrownBy(() -> settings.rate(0)).hasMessageStartingWith("rate must be from 0.001");
    assertThatThrownBy(() -> settings.rate(Double.NaN))
        .hasMessageStartingWith("rate must be from 0.001");
    assertThatThrownBy(() -> settings.timeout(Duration.ZERO))
        .hasMessageStartingWith("timeout must be more than zero");
    assertThatThrownBy(() -> settings.userAgent("a\nb"))
        .hasMessageStartingWith("user agent must be printable");
    assertThatThrownBy(() -> settings.host("a b")).hasMessageStartingWith("not a host: 'a b'");
    assertThatThrownBy(() -> settings.host("h/x")).hasMessageStartingWith("not a host: 'h/x'");
  }
}
