package weft.junit.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import weft.Clock;
import weft.Environment;
import weft.Weft;
import weft.junit.Testing;
import weft.sync.Event;

/**
 * A network in memory, for tests of what speaks over streams: with delay, loss and cuts, in the
 * time of the test, and repeatable with its seed.
 *
 * <pre>{@code
 * var network = new Network(Link.instant().delay(Duration.ofMillis(40)).loss(0.01));
 * var listener = network.listen("server");
 * s.start(() -> { try (var c = listener.accept()) { c.in().transferTo(c.out()); } });
 * try (var c = network.connect("server")) { … }
 * }</pre>
 *
 * <p>It speaks no IP: names are any strings, and what needs a {@link java.net.Socket} can't use it.
 * There are no datagrams. Thread-safe.
 */
public final class Network {
  private final Link link;
  private final Clock clock = Environment.current().clock();
  private final RandomGenerator random;
  private final Object lock = new Object();
  private final Map<String, Listener> listeners = new HashMap<>(); // all guarded by lock
  private final Set<Pipe> stuck = new LinkedHashSet<>();
  private Event healed = new Event(); // set as long as there is no partition

  /** A network that is as good as any; in a test. */
  public Network() {
    this(Link.instant());
  }

  /** A network of which every part is like {@code link}; in a test, whose seed it takes. */
  public Network(Link link) {
    this(link, Testing.random());
  }

  /** A network that can be made anywhere, on the clock of the caller's environment. */
  public Network(Link link, RandomGenerator random) {
    this.link = Objects.requireNonNull(link, "link");
    this.random = Objects.requireNonNull(random, "random");
    healed.set();
  }

  Link link() {
    return link;
  }

  Clock clock() {
    return clock;
  }

  /**
   * Listens at {@code name}.
   *
   * @throws IllegalStateException if somebody does already
   */
  public Listener listen(String name) {
    var listener = new Listener(this, Objects.requireNonNull(name, "name"));
    synchronized (lock) {
      if (listeners.putIfAbsent(name, listener) != null) {
        throw new IllegalStateException("there is a listener at " + name + " already");
      }
    }
    return listener;
  }

  void forget(String name, Listener listener) {
    synchronized (lock) {
      listeners.remove(name, listener);
    }
  }

  /**
   * Connects to {@code name}, which takes a way there and back.
   *
   * @throws ConnectException if nobody listens there
   * @throws SocketException if it was lost too often
   * @throws weft.CancelledError if the caller is cancelled; there is no connection then
   */
  public Connection connect(String name) throws IOException {
    Objects.requireNonNull(name, "name");
    travel();
    Listener listener;
    synchronized (lock) {
      listener = listeners.get(name);
    }
    travel();
    var ends = pair();
    if (listener == null || !listener.offer(ends.getLast())) {
      ends.getFirst().cut();
      throw new ConnectException("nobody listens at " + name);
    }
    return ends.getFirst();
  }

  /** A message of a hand-shake goes one way. */
  private void travel() throws IOException {
    Weft.checkpoint();
    whenHealed().await();
    long time = travelTime();
    if (time < 0) throw new SocketException("no connection: it was lost too often");
    Weft.sleep(Duration.ofNanos(time));
  }

  private Event whenHealed() {
    synchronized (lock) {
      return healed;
    }
  }

  /** Two ends that are connected already. */
  public List<Connection> pair() {
    var there = new Pipe(this);
    var back = new Pipe(this);
    return List.of(new Connection(back, there), new Connection(there, back));
  }

  /**
   * Lets nothing through from now on: what is sent, and who connects, waits until {@link #heal}.
   * Nobody is told; what is under way arrives.
   */
  public void partition() {
    synchronized (lock) {
      if (healed.isSet()) healed = new Event();
    }
  }

  /** Ends a {@link #partition}. */
  public void heal() {
    List<Pipe> all;
    synchronized (lock) {
      healed.set();
      all = List.copyOf(stuck);
      stuck.clear();
    }
    all.forEach(Pipe::healed);
  }

  /** Whether nothing gets through: {@code pipe} is then told when something does. */
  boolean isPartitioned(Pipe pipe) {
    synchronized (lock) {
      return !healed.isSet() && (stuck.contains(pipe) || stuck.add(pipe));
    }
  }

  /** How long the next segment is under way; see {@link Link#travel}. */
  long travelTime() {
    synchronized (lock) {
      return link.travel(random);
    }
  }

  @Override
  public String toString() {
    synchronized (lock) {
      return (healed.isSet() ? "network" : "partitioned network") + ", " + listeners.keySet();
    }
  }
}
