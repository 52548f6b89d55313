package weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weft.crawl.CrawlDatabase;
import weft.crawl.CrawlProgress;
import weft.crawl.CrawlSummary;
import weft.crawl.result.Kind;

class ProgressInLinesTest {
  private final StringWriter err = new StringWriter();
  private final Progress progress =
      new ProgressInLines(new Streams(new PrintWriter(err), new PrintWriter(err), Terminal.none()));

  private static CrawlSummary summary(long errors) {
    var counts = Map.of(Kind.PAGE, 5L, Kind.HTTP_ERROR, errors, Kind.FAILED, 4L);
    return new CrawlSummary(
        CrawlSummary.End.COMPLETE,
        new CrawlProgress(counts, 0, 0, Duration.ofSeconds(1), List.of()),
        0,
        0,
        CrawlDatabase.of(Path.of("x")),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void theLastLineAgreesWithTheSummary() {
    progress.show(summary(20));
    progress.end(summary(37));
    assertThat(err.toString().lines().toList())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("weft: 46 of 46 URLs, 5 pages")
        .endsWith("41 errors");
  }

  @Test
  void aShortCrawlHasTheSummaryAlone() {
    progress.end(summary(37));
    assertThat(err.toString()).isEmpty();
  }
}
