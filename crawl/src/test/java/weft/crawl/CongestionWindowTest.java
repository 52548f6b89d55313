package weft.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.scope;
import static weft.Weft.sleep;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import weft.junit.WeftTest;
import weft.sync.CapacityLimiter;

/** The window against servers whose time for an answer depends on how many they work at at once. */
class CongestionWindowTest {
  private static final int MOST = 32;

  /** A server in virtual time, and clients that send as many as the window allows. */
  private static final class Model {
    final CongestionWindow window = new CongestionWindow(MOST);
    final List<Integer> sizes = new ArrayList<>();
    private final AtomicInteger working = new AtomicInteger();
    private int refusals;

    /** Sends requests; {@code millis} says how long one takes among so many. */
    void send(int requests, IntUnaryOperator millis) {
      var limit = new CapacityLimiter<String>(window.size(), window.size());
      sizes.clear();
      scope(s -> {
        for (int i = 0; i < requests; i++) {
          s.start(
              "request",
              () -> {
                try (var _ = limit.acquire("host")) {
                  int time = millis.applyAsInt(working.incrementAndGet());
                  sleep(Duration.ofMillis(time));
                  int others = working.decrementAndGet();
                  boolean refused = refusals > 0;
                  if (refused) refusals--;
                  window.answered(Duration.ofMillis(time), refused, others);
                  limit.resize(window.size(), window.size());
                  sizes.add(window.size());
                }
              });
        }
      });
    }

    List<Integer> last(int number) {
      return sizes.subList(sizes.size() - number, sizes.size());
    }
  }

  private static IntUnaryOperator slowBeyond(int capacity) {
    return working -> 100 * Math.max(capacity, working) / capacity;
  }

  @WeftTest
  void aHostThatIsWellGetsAllAtOnce() {
    var model = new Model();
    model.send(500, _ -> 100);
    assertThat(model.sizes.indexOf(MOST)).isBetween(0, 40); // within a few rounds
    assertThat(model.last(400)).containsOnly(MOST);
  }

  @WeftTest
  void aFastHostKeepsItsFullNumberHoweverMuchItVaries() {
    var model = new Model();
    var number = new AtomicInteger();
    model.send(5_000, working -> 1 + number.incrementAndGet() * 7 % 20 + working);
    assertThat(model.last(4_900)).containsOnly(MOST);
  }

  @WeftTest
  void whoGetsSlowWithLoadIsNotOverrun() {
    var model = new Model();
    model.send(3_000, slowBeyond(4));
    assertThat(model.last(2_000)).allMatch(size -> size >= 4 && size <= 16);
  }

  @WeftTest
  void whoBecomesSlowGetsFewerAndWhoRecoversGetsAllAgain() {
    var model = new Model();
    model.send(500, _ -> 100);
    assertThat(model.window.size()).isEqualTo(MOST);
    model.send(1_000, slowBeyond(3));
    assertThat(model.last(200)).allMatch(size -> size >= 2 && size <= 14);
    model.send(3_000, _ -> 100);
    assertThat(model.last(100)).containsOnly(MOST);
  }

  @WeftTest
  void aRefusalHalvesItOnceHoweverManyWereUnderWay() {
    var model = new Model();
    model.send(500, _ -> 100);
    model.refusals = MOST; // all that are under way are refused
    model.send(MOST, _ -> 100);
    assertThat(model.window.size()).isEqualTo(MOST / 2);
    model.refusals = 10_000;
    model.send(500, _ -> 100);
    assertThat(model.window.size()).isOne();
  }

  /** A host that is slower for good is not held back for ever. */
  @WeftTest
  void whatWasBestIsForgotten() {
    var model = new Model();
    model.send(500, _ -> 100);
    model.send(20_000, _ -> 400);
    assertThat(model.window.size()).isEqualTo(MOST);
  }
}
