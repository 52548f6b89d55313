package weft.bench.harness;

import static java.util.stream.Collectors.joining;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Measures rows: their contestants take turns, each turn in a process of its own. */
final class Run {
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final Processes processes;
  private final Size size;
  private final int rounds;
  private final Map<String, Optional<String>> versions = new HashMap<>();

  Run(Processes processes, Size size, int rounds) {
    this.processes = processes;
    this.size = size;
    this.rounds = rounds;
  }

  /** Measures a row. What fails is told in the result, and ends nothing else. */
  Measured measure(String area, Row row) {
    var contestants =
        row.contestants().stream().filter(c -> size == Size.FULL || !c.thorough()).toList();
    var present = contestants.stream().filter(c -> absent(c).isEmpty()).toList();
    var turns = present.stream().map(c -> new Turns(c, row, processes)).toList();
    takeTurns(row, turns);
    return new Measured(
        area,
        row.name(),
        row.title(),
        row.metrics(),
        Machine.here(),
        ZonedDateTime.now(ZoneOffset.UTC).format(MINUTE),
        rounds,
        versions(present),
        turns.stream().map(Turns::outcome).toList(),
        contestants.stream().filter(c -> !absent(c).isEmpty()).map(this::missing).toList());
  }

  /** Every other round the other way round, so that none has always the same one before it. */
  private void takeTurns(Row row, List<Turns> turns) {
    try (var running = row.fixture().start()) {
      for (int round = 0; round < rounds; round++) {
        for (var next : round % 2 == 0 ? turns : turns.reversed()) next.take(running.values());
      }
    } catch (Exception e) {
      turns.forEach(t -> t.fails("what the row needs failed: " + e));
    }
  }

  private List<Tool> absent(Contestant contestant) {
    return contestant.program().tools().stream().filter(t -> version(t).isEmpty()).toList();
  }

  private Optional<String> version(Tool tool) {
    return versions.computeIfAbsent(tool.name(), n -> tool.version().get());
  }

  private Map<String, String> versions(List<Contestant> present) {
    var named = new TreeMap<String, String>();
    var tools = new ArrayList<Tool>();
    present.forEach(c -> tools.addAll(c.program().tools()));
    for (var tool : tools) version(tool).ifPresent(v -> named.put(tool.name(), v));
    return named;
  }

  private String missing(Contestant contestant) {
    return contestant.label()
        + ": "
        + absent(contestant).stream()
            .map(t -> t.name() + " is not installed; `" + t.install() + "`")
            .collect(joining(", "));
  }
}
