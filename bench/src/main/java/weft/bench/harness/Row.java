package weft.bench.harness;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Something that Weft and others can do, measured: what one names in {@code ./weft bench NAME}.
 * Immutable; the methods return changed copies. The first contestant is the one that ratios are to.
 *
 * @param name short, of letters, digits and hyphens
 * @param title what is measured, in one line
 * @param metrics the first is the one that ratios are made of
 * @param fixture started before the first round, stopped after the last
 * @param bound the longest that one process may take
 */
public record Row(
    String name,
    String title,
    List<Metric> metrics,
    List<Contestant> contestants,
    Fixture fixture,
    Duration bound,
    boolean thorough) {
  /** A row without contestants yet. */
  public static Row of(String name, String title, Metric... metrics) {
    return new Row(
        name, title, List.of(metrics), List.of(), Fixture.none(), Duration.ofMinutes(1), false);
  }

  /** The first contestant: Weft's. */
  public Row weft(String how, Program program) {
    return peer("Weft", how, program);
  }

  /** One more contestant. */
  public Row peer(String family, String how, Program program) {
    return with(new Contestant(family, how, program, Fixture.none(), false));
  }

  /** One more contestant, which needs something of its own while it runs, such as its server. */
  public Row peer(String family, String how, Program program, Fixture fixture) {
    return with(new Contestant(family, how, program, fixture, false));
  }

  /** One more contestant, that quick runs leave out. */
  public Row more(String family, String how, Program program) {
    return with(new Contestant(family, how, program, Fixture.none(), true));
  }

  private Row with(Contestant next) {
    return new Row(
        name,
        title,
        metrics,
        Stream.concat(contestants.stream(), Stream.of(next)).toList(),
        fixture,
        bound,
        thorough);
  }

  /** With something that all contestants need, such as a server. */
  public Row fixture(Fixture shared) {
    return new Row(name, title, metrics, contestants, shared, bound, thorough);
  }

  /** With another limit for one process than a minute: beyond, it is killed and reported. */
  public Row bound(Duration longest) {
    return new Row(name, title, metrics, contestants, fixture, longest, thorough);
  }

  /** Left out of quick runs. */
  public Row thoroughly() {
    return new Row(name, title, metrics, contestants, fixture, bound, true);
  }

  /** What the contestants run. */
  public Stream<Program> programs() {
    return contestants.stream().map(Contestant::program);
  }
}
