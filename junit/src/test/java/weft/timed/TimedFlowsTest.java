package weft.timed;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Weft.sleep;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import weft.flow.Flow;
import weft.junit.FlowProbe;
import weft.junit.TestClock;
import weft.junit.WeftTest;

/** Batches, debounced and sampled flows, throttles: nothing is lost that shouldn't be. */
class TimedFlowsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Elements with random times between them, which are noted. */
  private static Flow<Integer> source(
      RandomGenerator random, int most, List<Duration> times, TestClock clock) {
    return Flow.generate(out -> {
      for (int i = 0; i < 50; i++) {
        sleep(Duration.ofMillis(random.nextInt(most)));
        times.add(clock.elapsed());
        out.emit(i);
      }
    });
  }

  @WeftTest(seeds = 300)
  void batchesLoseNothingAndAreNeverLate(RandomGenerator random, TestClock clock) {
    var times = new ArrayList<Duration>();
    int size = 1 + random.nextInt(6);
    var all = new ArrayList<Integer>();
    source(random, 400, times, clock)
        .batch(size, SECOND)
        .forEach(batch -> {
          assertThat(batch).hasSizeBetween(1, size);
          var waited = clock.elapsed().minus(times.get(batch.getFirst()));
          assertThat(waited).isLessThanOrEqualTo(SECOND);
          if (batch.size() == size) {
            assertThat(clock.elapsed()).isEqualTo(times.get(batch.getLast()));
          } else if (batch.getLast() < 49) {
            assertThat(waited).isEqualTo(SECOND);
          }
          all.addAll(batch);
        });
    assertThat(all).isEqualTo(IntStream.range(0, 50).boxed().toList());
  }

  @WeftTest(seeds = 300)
  void debounceLetsThroughWhatIsFollowedByQuiet(RandomGenerator random, TestClock clock) {
    var times = new ArrayList<Duration>();
    var out = new ArrayList<Integer>();
    source(random, 2_000, times, clock)
        .debounce(SECOND)
        .forEach(i -> {
          if (i < 49) assertThat(clock.elapsed()).isEqualTo(times.get(i).plus(SECOND));
          out.add(i);
        });
    var expected = new ArrayList<Integer>();
    for (int i = 0; i < 49; i++) {
      if (times.get(i + 1).minus(times.get(i)).compareTo(SECOND) > 0) expected.add(i);
    }
    expected.add(49);
    assertThat(out).containsAll(expected);
  }

  @WeftTest(seeds = 200)
  void aThrottleDelaysAndLosesNothing(RandomGenerator random, TestClock clock) {
    var out = new ArrayList<Integer>();
    var last = new Duration[] {Duration.ofSeconds(-1)};
    source(random, 150, new ArrayList<>(), clock)
        .throttle(10, SECOND)
        .forEach(i -> {
          assertThat(clock.elapsed().minus(last[0])).isGreaterThanOrEqualTo(Duration.ofMillis(100));
          last[0] = clock.elapsed();
          out.add(i);
        });
    assertThat(out).isEqualTo(IntStream.range(0, 50).boxed().toList());
  }

  @WeftTest
  void aClockTicks() {
    FlowProbe.of(
        Flow.tick(SECOND),
        probe -> {
          probe.expect(0L);
          probe.expectNothingFor(Duration.ofMillis(999));
          probe.expect(1L).expectNothingFor(Duration.ofMillis(999)).expect(2L);
        });
  }

  @WeftTest(seeds = 200)
  void parallelPiecesKeepTheirOrder(RandomGenerator random, TestClock clock) {
    var out =
        Flow.range(0, 40)
            .mapParallel(
                8,
                i -> {
                  sleep(Duration.ofMillis(random.nextInt(100)));
                  return i;
                })
            .toList();
    assertThat(out).isEqualTo(IntStream.range(0, 40).boxed().toList());
    assertThat(clock.elapsed()).isLessThan(Duration.ofMillis(40 * 100));
  }
}
