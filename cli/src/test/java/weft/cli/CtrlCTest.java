package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.crawl.demo.DemoSite;

/** Crawls that are interrupted, in JVMs of their own. */
@Timeout(180)
@DisabledOnOs(OS.WINDOWS)
class CtrlCTest {
  @TempDir Path dir;

  @Test
  void anInterruptedCrawlIsStoredToldOfAndResumed() throws Exception {
    int before;
    try (var first = ForkedCli.start(dir, "crawl", "--rate", "40")) {
      first.awaitLine(line -> line.matches("weft: [1-9]\\d* of .*"));
      first.signal("INT");
      assertThat(first.end()).isEqualTo(130);
      assertThat(first.text())
          .contains("Interrupted: ")
          .contains("Known and not fetched: ")
          .contains("  results  weft-crawl/demo-1/crawl.mv.db")
          .contains("  go on    weft crawl --resume -o weft-crawl/demo-1");
      before = Database.outcomes(dir.resolve("weft-crawl/demo-1")).size();
      assertThat(before).isPositive();
    }
    try (var second = ForkedCli.start(dir, "crawl", "--resume", "--rate", "1000000")) {
      assertThat(second.end()).as(second.text()).isZero();
      assertThat(second.text())
          .contains("Complete: ")
          .contains("Done before: " + before + " URLs")
          .doesNotContain("go on");
    }
    try (var site = DemoSite.start()) {
      assertThat(Database.outcomes(dir.resolve("weft-crawl/demo-1")))
          .isEqualTo(CrawlCommandTest.outcomes(site.expected()));
    }
  }

  /** A terminal that is closed, and a machine that is shut down. */
  @ParameterizedTest
  @CsvSource({"HUP, 129", "TERM, 143"})
  void aCrawlThatIsToldToEndIsStoredAndToldOf(String signal, int exitCode) throws Exception {
    try (var crawl = ForkedCli.start(dir, "crawl", "--rate", "40")) {
      crawl.awaitLine(line -> line.matches("weft: [1-9]\\d* of .*"));
      crawl.signal(signal);
      assertThat(crawl.end()).as(crawl.text()).isEqualTo(exitCode);
      assertThat(crawl.text())
          .contains("Interrupted: ")
          .contains("  results  weft-crawl/demo-1/crawl.mv.db");
      assertThat(Database.outcomes(dir.resolve("weft-crawl/demo-1"))).isNotEmpty();
    }
  }

  @Test
  void everyCrawlHasAFolderOfItsOwnAndTheLatestIsResumed() throws Exception {
    for (int i = 1; i <= 2; i++) {
      try (var crawl = ForkedCli.start(dir, "crawl", "--depth", "0")) {
        assertThat(crawl.end()).isZero();
        assertThat(crawl.text()).contains("  results  weft-crawl/demo-" + i + "/crawl.mv.db");
      }
    }
    assertThat(dir.resolve("weft-crawl/.gitignore")).hasContent("*");
    try (var crawl = ForkedCli.start(dir, "crawl", "--resume", "--depth", "1")) {
      assertThat(crawl.end()).as(crawl.text()).isZero();
    }
    assertThat(Database.outcomes(dir.resolve("weft-crawl/demo-1"))).hasSize(1);
    assertThat(Database.outcomes(dir.resolve("weft-crawl/demo-2"))).hasSizeGreaterThan(1);
  }
}
