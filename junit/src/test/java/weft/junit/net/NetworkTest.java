package weft.junit.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.Weft.moveOnAfter;
import static weft.Weft.scope;
import static weft.Weft.sleep;
import static weft.Weft.timeout;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import weft.TimeoutException;
import weft.junit.Simulation;
import weft.junit.TestClock;
import weft.junit.Testing;
import weft.junit.WeftTest;

/** The network in memory: bytes arrive whole, in order and in time, or the connection breaks. */
class NetworkTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static void echo(Listener listener) throws IOException {
    try (var c = listener.accept()) {
      c.in().transferTo(c.out());
    }
  }

  private static byte[] bytes(int length, long seed) {
    var bytes = new byte[length];
    new SplittableRandom(seed).nextBytes(bytes);
    return bytes;
  }

  @WeftTest
  void speaksBothWays(TestClock clock) throws Exception {
    var network = new Network(Link.instant().delay(Duration.ofMillis(40)));
    var listener = network.listen("server");
    scope(s -> {
      s.start(() -> echo(listener));
      try (var c = network.connect("server")) {
        assertThat(clock.elapsed()).as("a way there and back").isEqualTo(Duration.ofMillis(80));
        c.out().write("hello\n".getBytes(UTF_8));
        c.out().write("world\n".getBytes(UTF_8));
        c.out().close();
        var lines = new BufferedReader(new InputStreamReader(c.in(), UTF_8));
        assertThat(lines.readLine()).isEqualTo("hello");
        assertThat(clock.elapsed()).isEqualTo(Duration.ofMillis(160));
        assertThat(lines.readLine()).isEqualTo("world");
        assertThat(lines.readLine()).isNull();
      }
    });
    assertThat(clock.elapsed()).isEqualTo(Duration.ofMillis(160));
  }

  @WeftTest(seeds = 100)
  void nothingIsLostOrTurnedAround() throws Exception {
    var link = Link.instant().delay(Duration.ofMillis(5)).jitter(Duration.ofMillis(50)).loss(0.1);
    var network = new Network(link.window(5_000));
    var listener = network.listen("server");
    var sent = bytes(40_000, 1);
    scope(s -> {
      s.start(() -> echo(listener));
      try (var c = network.connect("server")) {
        var writer =
            s.start(() -> {
              var sizes = Testing.random();
              for (int from = 0; from < sent.length; ) {
                int n = Math.min(sent.length - from, 1 + sizes.nextInt(4_000));
                c.out().write(sent, from, n);
                from += n;
              }
              c.out().close();
            });
        assertThat(c.in().readAllBytes()).isEqualTo(sent);
        writer.await();
      }
    });
  }

  @Test
  void aSeedRepeatsTheLosses() throws IOException {
    var times = new HashSet<Duration>();
    for (int seed = 1; seed <= 20; seed++) {
      var first = transfer(seed);
      assertThat(transfer(seed)).isEqualTo(first);
      times.add(first);
    }
    assertThat(times).hasSizeGreaterThan(3);
  }

  private static Duration transfer(long seed) throws IOException {
    var took = new Duration[1];
    Simulation.seed(seed)
        .run(() -> {
          var ends = new Network(Link.instant().loss(0.2)).pair();
          scope(s -> {
            s.start(() -> {
              ends.getFirst().out().write(bytes(20_000, 2));
              ends.getFirst().close();
            });
            ends.getLast().in().readAllBytes();
            took[0] = TestClock.current().elapsed();
          });
        });
    return took[0];
  }

  @WeftTest
  void aWriterWaitsForAReader() throws Exception {
    var ends = new Network(Link.instant().window(10)).pair();
    var out = ends.getFirst().out();
    out.write(new byte[10]);
    assertThat(moveOnAfter(SECOND, () -> out.write(1))).isFalse();
    assertThat(ends.getLast().in().readNBytes(4)).hasSize(4);
    assertThat(moveOnAfter(SECOND, () -> out.write(new byte[4]))).isTrue();
    sleep(Duration.ZERO);
    assertThat(ends.getLast().in().available()).isEqualTo(10);
  }

  @WeftTest
  void bytesTakeTime(TestClock clock) throws Exception {
    var link = Link.instant().bytesPerSecond(1_000).delay(Duration.ofSeconds(1));
    var ends = new Network(link).pair();
    ends.getFirst().out().write(new byte[3_000]);
    ends.getFirst().close();
    assertThat(clock.elapsed()).isZero();
    assertThat(ends.getLast().in().readAllBytes()).hasSize(3_000);
    assertThat(clock.elapsed()).isEqualTo(Duration.ofSeconds(4));
  }

  @WeftTest
  void aCutIsSeenByBothEnds() throws Exception {
    var ends = new Network().pair();
    ends.getFirst().out().write(1);
    scope(s -> {
      var reader =
          s.start(() ->
              assertThatThrownBy(() -> ends.getFirst().in().read())
                  .isInstanceOf(SocketException.class)
                  .hasMessage("connection reset: it was cut"));
      Testing.waitAllTasksBlocked();
      ends.getLast().cut();
      reader.await();
    });
    assertThatThrownBy(() -> ends.getLast().in().read()).isInstanceOf(SocketException.class);
    assertThatThrownBy(() -> ends.getLast().out().write(1)).isInstanceOf(SocketException.class);
    assertThatThrownBy(() -> ends.getFirst().out().write(1)).isInstanceOf(SocketException.class);
  }

  @WeftTest
  void aLinkThatLosesAllBreaksTheConnection(TestClock clock) throws Exception {
    var network = new Network(Link.instant().loss(1));
    network.listen("server");
    assertThatThrownBy(() -> network.connect("server")).hasMessageContaining("lost too often");
    var ends = network.pair();
    assertThatThrownBy(() -> ends.getFirst().out().write(1)).hasMessageContaining("lost too often");
    assertThatThrownBy(() -> ends.getLast().in().read()).hasMessageContaining("lost too often");
  }

  @WeftTest
  void aPartitionHealsAndNothingWasLost(TestClock clock) throws Exception {
    var network = new Network();
    var listener = network.listen("server");
    scope(s -> {
      s.start(() -> echo(listener));
      try (var c = network.connect("server")) {
        c.out().write(1);
        assertThat(c.in().read()).isEqualTo(1);
        network.partition();
        c.out().write(new byte[] {2, 3});
        assertThatThrownBy(() -> timeout(SECOND, () -> c.in().read()))
            .isInstanceOf(TimeoutException.class);
        assertThat(moveOnAfter(SECOND, () -> network.connect("server"))).isEmpty();
        network.heal();
        assertThat(c.in().read()).isEqualTo(2);
        network.partition();
        assertThat(c.in().read()).as("what was under way arrives").isEqualTo(3);
        network.heal();
      }
    });
    assertThat(clock.elapsed()).isEqualTo(SECOND.multipliedBy(2));
  }

  @WeftTest
  void nobodyListens() {
    var network = new Network();
    assertThatThrownBy(() -> network.connect("server"))
        .isInstanceOf(ConnectException.class)
        .hasMessage("nobody listens at server");
    var listener = network.listen("server");
    assertThatThrownBy(() -> network.listen("server")).isInstanceOf(IllegalStateException.class);
    listener.close();
    assertThatThrownBy(() -> network.connect("server")).isInstanceOf(ConnectException.class);
    assertThatThrownBy(listener::accept).hasMessage("listener at server is closed");
    network.listen("server");
  }

  @WeftTest
  void aListenerThatClosesCutsThoseItDidNotAccept() throws Exception {
    var network = new Network();
    var listener = network.listen("server");
    var c = network.connect("server");
    listener.close();
    assertThatThrownBy(() -> c.in().read()).isInstanceOf(SocketException.class);
  }

  @WeftTest(seeds = 100)
  void aCancelledReadTakesNothing() throws Exception {
    var ends = new Network(Link.instant().delay(Duration.ofMillis(10))).pair();
    scope(s -> {
      var received = new java.util.ArrayList<Integer>();
      var reader =
          s.start(() -> {
            while (received.size() < 20) {
              moveOnAfter(Duration.ofMillis(10), () -> received.add(ends.getLast().in().read()));
            }
          });
      for (int i = 0; i < 20; i++) {
        ends.getFirst().out().write(i);
        sleep(Duration.ofMillis(Testing.random().nextInt(20)));
      }
      reader.await();
      assertThat(received).isEqualTo(java.util.stream.IntStream.range(0, 20).boxed().toList());
    });
  }

  @WeftTest
  void closedEnds() throws Exception {
    var ends = new Network().pair();
    ends.getFirst().in().close();
    assertThatThrownBy(() -> ends.getLast().out().write(1))
        .hasMessage("the other end of the connection is closed");
    assertThatThrownBy(() -> ends.getFirst().in().read())
        .hasMessage("this end of the connection is closed");
    ends.getFirst().close();
    ends.getFirst().close();
    assertThat(ends.getLast().in().read()).isEqualTo(-1);
    assertThatThrownBy(() -> ends.getFirst().out().write(1))
        .hasMessage("this end of the connection is closed");
  }

  @Test
  void nonsenseIsRefused() {
    var link = Link.instant();
    for (double p : Arrays.asList(-0.1, 1.1, Double.NaN)) {
      assertThatThrownBy(() -> link.loss(p)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> link.delay(SECOND.negated()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> link.jitter(SECOND.negated()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> link.window(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> link.bytesPerSecond(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(Network::new).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void worksOutsideOfATest() throws Exception {
    var ends = new Network(Link.instant(), new SplittableRandom(1)).pair();
    ends.getFirst().out().write(42);
    assertThat(ends.getLast().in().read()).isEqualTo(42);
  }
}
