package weft.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import weft.CancelScope;
import weft.Promise;
import weft.Proof;
import weft.RacePartner;
import weft.Weft;

/**
 * Concurrent stages whose source, function or consumer fails, ends early or is cancelled at a
 * random moment, thousands of times: no task is left, no element comes twice, and none is missing
 * before the end.
 */
@Proof
@Timeout(120)
class StageRaceTest {
  private static final int ELEMENTS = 60;
  private static final int ROUNDS = 1_500;

  /** What is tried, on elements from 0; all give each element once. */
  enum Kind {
    MAP_PARALLEL(true),
    MAP_PARALLEL_ONE(true),
    UNORDERED(false),
    BUFFER(true),
    MERGE(false),
    FLAT_MAP_MERGE(false),
    GROUP_BY(false),
    CHAIN(false),
    PUBLISHER(true),
    BATCH(true);

    final boolean ordered;

    Kind(boolean ordered) {
      this.ordered = ordered;
    }
  }

  private static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failed() {
      super("at random", null, false, false);
    }
  }

  /** One run, with one thing that happens to it. */
  private static final class Run {
    final Random random;
    final AtomicInteger active = new AtomicInteger(); // sources and calls that have not ended
    final AtomicInteger emitted = new AtomicInteger();
    final CancelScope scope = new CancelScope();
    final int what;
    final int at;
    final List<Integer> seen = new ArrayList<>();

    Run(long seed) {
      random = new Random(seed);
      what = random.nextInt(6);
      at = random.nextInt(ELEMENTS);
    }

    Flow<Integer> source(int from, int to) {
      return Flow.generate(out -> {
        active.incrementAndGet();
        try {
          for (int i = from; i < to; i++) {
            if (what == 0 && i == at) throw new Failed();
            if (what == 4 && i == at) new Promise<Void>().await(); // only a cancellation ends it
            emitted.incrementAndGet();
            out.emit(i);
          }
        } finally {
          active.decrementAndGet();
        }
      });
    }

    int call(int i) {
      active.incrementAndGet();
      try {
        if (what == 1 && i == at) throw new Failed();
        if (i % 7 == 3) Weft.sleep(Duration.ZERO);
        return i;
      } finally {
        active.decrementAndGet();
      }
    }

    void consume(int i) {
      seen.add(i);
      if (what == 2 && seen.size() == at + 1) throw new Failed();
      if (i % 11 == 5) Thread.yield();
    }

    Flow<Integer> flow(Kind kind, weft.Scope s) {
      int half = ELEMENTS / 2;
      return switch (kind) {
        case MAP_PARALLEL -> source(0, ELEMENTS).mapParallel(8, this::call);
        case MAP_PARALLEL_ONE -> source(0, ELEMENTS).mapParallel(1, this::call);
        case UNORDERED -> source(0, ELEMENTS).mapParallelUnordered(8, this::call);
        case BUFFER -> source(0, ELEMENTS).buffer(3).map(this::call);
        case MERGE -> Flow.merge(source(0, half), source(half, ELEMENTS)).map(this::call);
        case FLAT_MAP_MERGE ->
            source(0, ELEMENTS / 4)
                .flatMapMerge(3, i -> Flow.range(4 * i, 4 * i + 4).map(this::call));
        case GROUP_BY ->
            source(0, ELEMENTS).groupBy(5, i -> i % 5, (k, group) -> group.map(this::call));
        case CHAIN ->
            source(0, ELEMENTS)
                .mapParallel(4, i -> i)
                .buffer(2)
                .mapParallelUnordered(3, this::call);
        case PUBLISHER -> Flow.from(source(0, ELEMENTS).map(this::call).toPublisher(s), 4);
        case BATCH ->
            source(0, ELEMENTS)
                .map(this::call)
                .batch(7, Duration.ofHours(1))
                .flatMap(batch -> Flow.from(batch));
      };
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void nothingIsLeftLostOrDoubled(Kind kind) {
    var outcomes = new int[6];
    for (int round = 0; round < RacePartner.rounds(ROUNDS); round++) {
      long seed = kind.ordinal() * 1_000_000L + round;
      var run = new Run(seed);
      boolean failed = false;
      boolean[] done = {false};
      try {
        Weft.supervise(s -> {
          s.background(() -> cancelSometime(run));
          done[0] =
              run.scope.run(() -> {
                var flow = run.flow(kind, s);
                if (run.what == 3) flow.take(run.at).forEach(run::consume);
                else flow.forEach(run::consume);
              });
        });
      } catch (Failed e) {
        failed = true;
      }
      outcomes[run.what]++;
      check(kind, run, failed, done[0], "seed " + seed);
    }
    assertThat(outcomes).doesNotContain(0);
  }

  private static void cancelSometime(Run run) {
    if (run.what < 4) return;
    for (int i = run.random.nextInt(200); i > 0; i--) Thread.onSpinWait();
    if (run.random.nextBoolean()) Weft.sleep(Duration.ofNanos(run.random.nextInt(300_000)));
    run.scope.cancel("at random");
  }

  private static void check(Kind kind, Run run, boolean failed, boolean done, String seed) {
    assertThat(run.active).as("left: " + seed).hasValue(0);
    var once = new BitSet();
    for (int i : run.seen) {
      assertThat(once.get(i)).as("twice: " + seed).isFalse();
      once.set(i);
    }
    if (kind.ordered) {
      for (int i = 0; i < run.seen.size(); i++) {
        assertThat(run.seen.get(i)).as("order: " + seed).isEqualTo(i);
      }
    }
    int size = run.seen.size();
    switch (run.what) {
      case 0 -> {
        boolean reached = kind != Kind.FLAT_MAP_MERGE || run.at < ELEMENTS / 4;
        assertThat(failed).as(seed).isEqualTo(reached);
        if (kind.ordered) assertThat(size).as("lost: " + seed).isEqualTo(run.at);
      }
      case 1 -> {
        assertThat(failed).as(seed).isTrue();
        if (kind.ordered) assertThat(size).as("lost: " + seed).isEqualTo(run.at);
      }
      case 2 -> {
        assertThat(failed).as(seed).isTrue();
        assertThat(size).as(seed).isEqualTo(run.at + 1);
      }
      case 3 -> assertThat(size).as("lost: " + seed).isEqualTo(run.at);
      default -> {
        assertThat(failed).as(seed).isFalse();
        if (done) assertThat(size).as("lost: " + seed).isEqualTo(ELEMENTS);
      }
    }
  }
}
