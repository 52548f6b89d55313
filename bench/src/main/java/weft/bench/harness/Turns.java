package weft.bench.harness;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A contestant's processes, one a round, and what they told; none any more after one that failed.
 */
final class Turns {
  private final Contestant contestant;
  private final Metric metric;
  private final Duration bound;
  private final Processes processes;
  private final List<Map<String, List<Double>>> told = new ArrayList<>();
  private List<String> command = List.of();
  private String trouble = "";

  Turns(Contestant contestant, Row row, Processes processes) {
    this.contestant = contestant;
    this.metric = row.metrics().getFirst();
    this.bound = row.bound();
    this.processes = processes;
  }

  /** Runs a process to its end, unless an earlier one failed. */
  void take(Map<String, String> shared) {
    if (!trouble.isEmpty()) return;
    var program = contestant.program();
    try {
      processes.build(program.builds());
      try (var own = contestant.fixture().start()) {
        command = program.filled(shared, own.values());
        listen(Outcome.told(processes.output(command, bound)));
      }
    } catch (weft.TimeoutException e) {
      fails("took longer than " + bound.toSeconds() + " s, and was stopped");
    } catch (IOException e) {
      fails(String.valueOf(e.getMessage()));
    } catch (Exception e) {
      fails("what it needs failed: " + e);
    }
  }

  private void listen(Map<String, List<Double>> values) {
    if (values.containsKey(metric.name())) told.add(values);
    else fails("told no " + metric.name());
  }

  void fails(String why) {
    if (trouble.isEmpty()) trouble = "round " + (told.size() + 1) + ": " + why;
  }

  Outcome outcome() {
    return new Outcome(contestant.family(), contestant.how(), command, List.copyOf(told), trouble);
  }
}
