package weft.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weft.Weft;

/** Contestants that are well, slow, broken or absent. */
class RunTest {
  private static final Metric NS = Metric.ns("a task");
  private static final Tool ABSENT = new Tool("nothing", "make nothing", Optional::empty);

  @TempDir Path folder;

  private static Program shell(String script, Tool... tools) {
    return Program.command(List.of("sh", "-c", script), tools);
  }

  private Measured measure(Row row, int rounds) {
    return Weft.run(() -> new Run(new Processes(folder), Size.FULL, rounds).measure("area", row));
  }

  @Test
  void ratiosAreMediansOfRounds() {
    var measured =
        measure(
            Row.of("row", "A row", NS)
                .weft("", shell("echo chatter; echo '@ ns 10'; echo '@ ns 12'; echo '@ ns 90'"))
                .peer("Other", "", shell("echo '@ ns 24'")),
            3);
    var other = measured.outcomes().get(1);
    assertThat(other.ratio(measured.first().orElseThrow(), NS)).contains(new Spread(2, 2, 2));
    assertThat(measured.outcomes().get(0).spread(NS)).contains(new Spread(12, 10, 90));
  }

  @Test
  void ofRatesTheSmallerIsBehind() {
    assertThat(Metric.rate("pages/s", "pages a second").ratio(100, 25)).isEqualTo(4);
    assertThat(NS.ratio(100, 25)).isEqualTo(0.25);
  }

  @Test
  void whoeverFailsIsNamedAndEndsNothing() {
    var measured =
        measure(
            Row.of("row", "A row", NS)
                .weft("", shell("echo '@ ns 1'"))
                .peer("Broken", "", shell("echo 'no such loop' >&2; exit 3"))
                .peer("Slow", "", shell("sleep 1000"))
                .peer("Absent", "", shell("echo '@ ns 1'", ABSENT))
                .bound(Duration.ofSeconds(1)),
            2);
    assertThat(measured.outcomes())
        .extracting(Outcome::trouble)
        .containsExactly(
            "",
            "round 1: ended with exit code 3: no such loop",
            "round 1: took longer than 1 s, and was stopped");
    assertThat(measured.missing())
        .containsExactly("Absent: nothing is not installed; `make nothing`");
    assertThat(measured.outcomes().getFirst().rounds()).hasSize(2);
  }

  @Test
  void oneThatTellsNothingFails() {
    var measured = measure(Row.of("row", "A row", NS).weft("", shell("echo '@ MB 1'")), 1);
    assertThat(measured.outcomes().getFirst().trouble()).isEqualTo("round 1: told no ns");
  }

  @Test
  void fixturesServeTheRowAndAreStopped() {
    var stopped = new ArrayList<String>();
    Fixture server = () -> Fixture.running(Map.of("port", "4711"), () -> stopped.add("it"));
    var measured =
        measure(
            Row.of("row", "A row", NS).weft("", shell("echo '@ ns {port}'")).fixture(server), 1);
    assertThat(measured.outcomes().getFirst().spread(NS).orElseThrow().median()).isEqualTo(4711);
    assertThat(stopped).hasSize(1);
  }

  @Test
  void turnsGoForthAndBack() {
    var log = folder.resolve("log");
    var row = Row.of("row", "A row", NS);
    for (var name : List.of("a", "b")) {
      row = row.peer(name, "", shell("echo " + name + " >> " + log + "; echo '@ ns 1'"));
    }
    measure(row, 2);
    assertThat(log).hasContent("a\nb\nb\na");
  }
}
