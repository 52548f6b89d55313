package weft.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page keeps what people wrote, and results survive as JSON. */
class ReportTest {
  private static final Metric NS = Metric.ns("a task");
  private static final Row ROW = Row.of("spawn", "Spawn & join", NS);
  private static final List<Area> AREAS = List.of(new Area("core", "Core", List.of(ROW)));

  @TempDir Path folder;

  private static Measured measured(double weft) {
    var rounds = List.of(Map.of("ns", List.of(weft)));
    return new Measured(
        "core",
        "spawn",
        "Spawn & join",
        List.of(NS),
        Machine.here(),
        "2026-11-28 09:30",
        1,
        Map.of("Go", "1.19"),
        List.of(
            new Outcome("Weft", "`start`", List.of("java", "A b"), rounds, ""),
            new Outcome("Go", "", List.of("core-go"), List.of(Map.of("ns", List.of(5.0))), ""),
            new Outcome("trio", "", List.of(), List.of(), "round 1: it said nothing")),
        List.of("uvloop: uvloop is not installed; `apt-get install python3-uvloop`"));
  }

  @Test
  void whatIsBetweenTheMarkersIsReplacedAndTheRestKept() throws IOException {
    var page = folder.resolve("page.md");
    Files.writeString(
        page, "# Mine\n\nbefore\n\n<!-- measured: core -->\nold\n<!-- end -->\n\nafter\n");
    for (double weft : new double[] {10, 20})
      new Report(page).write(AREAS, List.of(measured(weft)));
    assertThat(page)
        .content()
        .startsWith("# Mine\n\nbefore\n\n<!-- measured: core -->\n")
        .contains("| Weft `start` | 1.00 |  | 20.0 |  |", "| Go | 0.25 |  | 5.00 |  |")
        .contains("| trio | failed | | | |", "* trio: round 1: it said nothing")
        .contains("* Skipped: uvloop: uvloop is not installed", "java 'A b'  # Weft `start`")
        .contains("<!-- measured: setting -->", "Go 1.19")
        .endsWith("<!-- end -->\n\nafter\n")
        .doesNotContain("old", "10.0");
    assertThat(folder.resolve("images/benchmarks/spawn.svg"))
        .content()
        .contains("Spawn &amp; join");
  }

  @Test
  void itTellsWhichRowsOfThePageWereNotMeasured() throws IOException {
    var areas =
        List.of(
            new Area("core", "Core", List.of(ROW, Row.of("gather", "Gather", NS))),
            new Area("web", "Web", List.of(Row.of("echo", "Echo", NS))));
    var page = folder.resolve("page.md");
    var report = new Report(page);
    assertThat(report.lost(areas, List.of(measured(10)))).isEmpty();
    Files.writeString(page, "<a id=\"gather\"></a>\n<a id=\"spawn\"></a>\n<a id=\"echo\"></a>\n");
    assertThat(report.lost(areas, List.of(measured(10)))).containsExactly("gather");
    assertThat(report.lost(areas, List.of())).isEmpty();
  }

  @Test
  void resultsAreReadAsTheyWereWritten() throws IOException {
    var results = new ResultFile(folder.resolve("deep/results.json"));
    assertThat(results.read()).isEmpty();
    results.put(measured(10));
    results.put(measured(20));
    assertThat(results.read()).containsExactly(measured(20));
  }
}
