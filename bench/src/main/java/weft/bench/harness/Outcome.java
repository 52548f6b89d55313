package weft.bench.harness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * What a contestant did.
 *
 * @param command the exact words of its last process
 * @param rounds for each round that it finished, what it told: the values of each metric
 * @param trouble why it wasn't measured, or not in all rounds; empty where it was
 */
record Outcome(
    String family,
    String how,
    List<String> command,
    List<Map<String, List<Double>>> rounds,
    String trouble) {
  /** Reads what a process told. */
  static Map<String, List<Double>> told(String output) {
    var told = new LinkedHashMap<String, List<Double>>();
    output
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length == 3 && words[0].equals("@"))
        .forEach(words ->
            told.computeIfAbsent(words[1], n -> new ArrayList<>())
                .add(Double.parseDouble(words[2])));
    return told;
  }

  String label() {
    return how.isEmpty() ? family : family + " " + how;
  }

  /** The value of one round: the median of what was told in it. */
  Optional<Double> in(int round, Metric metric) {
    if (round >= rounds.size()) return Optional.empty();
    return Spread.of(values(rounds.get(round), metric)).map(Spread::median);
  }

  /** The median of the rounds, between the smallest and the largest value that was told. */
  Optional<Spread> spread(Metric metric) {
    var medians = rounds.stream().flatMap(r -> Spread.of(values(r, metric)).stream());
    var all = rounds.stream().flatMapToDouble(r -> values(r, metric));
    return Spread.of(medians.mapToDouble(Spread::median))
        .flatMap(m -> Spread.of(all).map(a -> new Spread(m.median(), a.min(), a.max())));
  }

  /**
   * How many times what {@code first} needs this needs: the median of the rounds' ratios, between
   * the smallest and the largest, for what happens to a machine happens to both in one round.
   */
  Optional<Spread> ratio(Outcome first, Metric metric) {
    var ratios = new ArrayList<Double>();
    for (int round = 0; round < rounds.size(); round++) {
      int r = round;
      first
          .in(r, metric)
          .flatMap(f -> in(r, metric).map(mine -> metric.ratio(f, mine)))
          .ifPresent(ratios::add);
    }
    return Spread.of(ratios.stream().mapToDouble(d -> d));
  }

  private static DoubleStream values(Map<String, List<Double>> round, Metric metric) {
    return round.getOrDefault(metric.name(), List.of()).stream().mapToDouble(d -> d);
  }
}
