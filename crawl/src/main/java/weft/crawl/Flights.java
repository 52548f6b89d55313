package weft.crawl;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import weft.Clock;
import weft.crawl.CrawlSnapshot.Fetch;
import weft.crawl.CrawlSnapshot.Stage;
import weft.crawl.fetch.Fetched;
import weft.crawl.fetch.Gate;

/** The URLs that are being fetched. */
final class Flights {
  private final Clock clock;
  private final Set<Flight> flights = ConcurrentHashMap.newKeySet();

  Flights(Clock clock) {
    this.clock = clock;
  }

  /** One begins; its requests go through {@code gate}. It is over when it is closed. */
  Flight begin(Target target, Host gate) {
    var flight = new Flight(target, gate);
    flights.add(flight);
    return flight;
  }

  int count() {
    return flights.size();
  }

  /** Those that have been at it for longest, first. */
  List<Fetch> snapshot(int most) {
    long now = clock.nanoTime();
    return flights.stream()
        .map(flight -> flight.snapshot(now))
        .sorted(
            Comparator.comparing(Fetch::stage)
                .thenComparing(Fetch::since, (a, b) -> b.compareTo(a)))
        .limit(most)
        .toList();
  }

  /** One URL on its way. */
  final class Flight implements Gate, AutoCloseable {
    private final Target target;
    private final Host gate;
    private volatile State state;

    private record State(Stage stage, int attempt, long since) {}

    private Flight(Target target, Host gate) {
      this.target = target;
      this.gate = gate;
      this.state = new State(Stage.QUEUED, 1, clock.nanoTime());
    }

    @Override
    public Pass enter() {
      become(Stage.QUEUED, 0);
      Pass pass = gate.enter();
      become(Stage.SENT, 0);
      return pass;
    }

    @Override
    public void answered(Fetched fetched) {
      gate.answered(fetched);
    }

    @Override
    public void left() {
      become(Stage.WAITS_TO_RETRY, 1);
    }

    private void become(Stage stage, int more) {
      state = new State(stage, state.attempt() + more, clock.nanoTime());
    }

    private Fetch snapshot(long now) {
      State seen = state;
      return new Fetch(
          target.url().toString(),
          gate.authority(),
          seen.stage(),
          seen.attempt(),
          Duration.ofNanos(Math.max(0, now - seen.since())));
    }

    @Override
    public void close() {
      flights.remove(this);
    }
  }
}
