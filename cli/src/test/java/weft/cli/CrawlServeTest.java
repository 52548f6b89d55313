package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.cli.live.Talk;

/** {@code weft crawl --serve}, in JVMs of its own. */
@Timeout(180)
class CrawlServeTest {
  private static final Pattern PAGE =
      Pattern.compile("weft: a live page is at (http://127\\.0\\.0\\.1:\\d+/[0-9a-f]{32}/)");

  @TempDir Path dir;

  private static URI page(ForkedCli cli) throws Exception {
    cli.awaitLine(line -> PAGE.matcher(line).matches());
    var page = PAGE.matcher(cli.text());
    assertThat(page.find()).isTrue();
    return URI.create(page.group(1));
  }

  @Test
  void thePageStaysAfterTheCrawlUntilItIsClosed() throws Exception {
    try (var crawl = ForkedCli.start(dir, "crawl", "--serve", "--pages", "40");
        var talk = new Talk(page(crawl))) {
      talk.awaitState("page limit");
      crawl.awaitLine(line -> line.startsWith("weft: the results can be searched at http"));
      talk.order("CLOSE");
      assertThat(crawl.end()).as(crawl.text()).isZero();
      assertThat(crawl.text()).contains("\nAs many pages as were asked for: 40 pages");
    }
  }

  @Test
  void aCrawlThatWasStoppedOnThePageGoesOnLater() throws Exception {
    try (var crawl = ForkedCli.start(dir, "crawl", "--serve", "--rate", "40");
        var talk = new Talk(page(crawl))) {
      talk.awaitState("running");
      talk.order("STOP");
      talk.awaitState("stopped");
      crawl.awaitLine(line -> line.startsWith("weft: the results can be searched"));
      talk.order("CLOSE");
      assertThat(crawl.end()).isZero();
      assertThat(crawl.text())
          .contains("\nStopped: ")
          .contains("\n  go on    weft crawl --resume -o weft-crawl/demo-1");
    }
    try (var resumed = ForkedCli.start(dir, "crawl", "--resume", "--rate", "1000000")) {
      assertThat(resumed.end()).as(resumed.text()).isZero();
      assertThat(resumed.text()).contains("Complete: ").doesNotContain("live page");
    }
  }

  @Test
  void ctrlCEndsThePageAndTellsOfTheCrawlOnce() throws Exception {
    try (var crawl = ForkedCli.start(dir, "crawl", "--serve", "--pages", "5")) {
      var _ = page(crawl);
      crawl.awaitLine(line -> line.startsWith("weft: the results can be searched"));
      crawl.signal("INT");
      assertThat(crawl.end()).isEqualTo(130);
      assertThat(crawl.text()).containsOnlyOnce("  results  ");
    }
  }

  @Test
  void withoutATerminalThereIsNoPageUnlessItIsAskedFor() {
    Cli crawl = Cli.weft("crawl", "--depth", "0", "-o", dir.resolve("x").toString());
    assertThat(crawl.code()).isZero();
    assertThat(crawl.err()).doesNotContain("live page");
  }

  @Test
  void aPortThatIsTakenIsSaidSo() throws Exception {
    try (var taken = new ServerSocket(0)) {
      String at = "127.0.0.1:" + taken.getLocalPort();
      Cli crawl = Cli.weft("crawl", "--serve=" + at, "-o", dir.resolve("x").toString());
      assertThat(crawl.code()).isEqualTo(1);
      assertThat(crawl.err())
          .contains("weft crawl: cannot listen at " + at)
          .contains("(see --serve)");
    }
    assertThat(dir.resolve("x")).as("nothing is left behind").doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--serve --no-serve | --serve and --no-serve exclude each other",
        "--serve=x | --serve: 'x' is not a whole number",
        "--serve=70000 | port must be from 0 to 65535, but is 70000",
        "--serve=host: | --serve: '' is not a whole number",
        "--serve nonsense | not a web address: nonsense",
      })
  void wrongOnesAreRefused(String arguments, String problem) {
    Cli crawl = Cli.line("crawl -o " + dir.resolve("x") + " " + arguments);
    assertThat(crawl.code()).isEqualTo(2);
    assertThat(crawl.err()).contains(problem);
    assertThat(dir.resolve("x")).doesNotExist();
  }
}
