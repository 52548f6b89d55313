package weft.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.CancelScope;
import weft.Local;
import weft.Promise;
import weft.TaskCancelledException;
import weft.TaskFailedException;
import weft.Weft;

/** What mapParallel promises. */
@Timeout(60)
class MapParallelTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 64, 1_000})
  void keepsTheOrder(int n) {
    var expected = Flow.range(0, 5_000).map(i -> i * 3).toList();
    assertThat(Flow.range(0, 5_000).mapParallel(n, i -> i * 3).toList()).isEqualTo(expected);
    assertThat(Flow.range(0, 5_000).mapParallelUnordered(n, i -> i * 3).toList())
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void worksOnNoElementsAndOne() {
    assertThat(Flow.<Integer>empty().mapParallel(4, i -> i).toList()).isEmpty();
    assertThat(Flow.of(1).mapParallel(4, i -> i).toList()).containsExactly(1);
  }

  /** All n calls wait for each other: it ends only if n are really under way at once. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64, 500})
  void nCallsAreUnderWayAtOnceAndNeverMore(int n) {
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    var all = new CountDownLatch(n);
    var sum =
        Flow.range(0, 3 * n)
            .mapParallel(
                n,
                i -> {
                  most.accumulateAndGet(now.incrementAndGet(), Math::max);
                  all.countDown();
                  all.await();
                  Weft.sleep(java.time.Duration.ZERO);
                  now.decrementAndGet();
                  return 1;
                })
            .count();
    assertThat(sum).isEqualTo(3L * n);
    assertThat(most).hasValue(n);
  }

  /** A new element gets its worker although all others are busy: nothing waits for a batch. */
  @Test
  void eachElementBeginsAtOnce() {
    int n = 10;
    var begun = new CountDownLatch(n);
    var release = new Promise<Boolean>();
    var source =
        Flow.<Integer>generate(out -> {
          for (int i = 0; i < n; i++) {
            int expected = i;
            while (begun.getCount() > n - expected) Thread.onSpinWait();
            out.emit(i);
            while (begun.getCount() > n - expected - 1) Weft.sleep(java.time.Duration.ZERO);
          }
          release.complete(true);
        });
    assertThat(
            source
                .mapParallel(
                    n,
                    i -> {
                      begun.countDown();
                      return release.await();
                    })
                .count())
        .isEqualTo(n);
  }

  /** What is done comes out while the source waits. */
  @Test
  void aResultDoesNotWaitForTheNextElement() {
    var seen = new Promise<Boolean>();
    var source =
        Flow.<Integer>generate(out -> {
          out.emit(1);
          seen.await();
          out.emit(2);
        });
    var got = new ArrayList<Integer>();
    source
        .mapParallel(4, i -> i)
        .forEach(i -> {
          got.add(i);
          seen.complete(true);
        });
    assertThat(got).containsExactly(1, 2);
  }

  @Test
  void downstreamStaysOnTheCallersThread() {
    var thread = Thread.currentThread();
    Flow.range(0, 100)
        .mapParallel(
            4,
            i -> {
              assertThat(Thread.currentThread()).isNotEqualTo(thread);
              return i;
            })
        .forEach(i -> assertThat(Thread.currentThread()).isEqualTo(thread));
  }

  @Test
  void theSourceIsReadAheadByABoundedNumber() {
    var emitted = new AtomicInteger();
    var taken = new AtomicInteger();
    var most = new AtomicInteger();
    Flow.range(0, 10_000)
        .onEach(i -> {
          int ahead = emitted.incrementAndGet() - taken.get();
          most.accumulateAndGet(ahead, Math::max);
        })
        .mapParallel(64, i -> i)
        .forEach(i -> {
          taken.incrementAndGet();
          if (i % 100 == 0) Weft.sleep(java.time.Duration.ZERO);
        });
    assertThat(most.get()).isLessThanOrEqualTo(128 + 9);
  }

  @Test
  void aFailureComesAfterTheElementsBeforeIt() {
    for (int at : new int[] {0, 1, 5, 100, 999}) {
      var got = new ArrayList<Integer>();
      assertThatExceptionOfType(TaskFailedException.class)
          .isThrownBy(() ->
              Flow.range(0, 1_000)
                  .mapParallel(
                      16,
                      i -> {
                        if (i == at) throw new IOException("at " + i);
                        return i;
                      })
                  .forEach(got::add))
          .withCauseInstanceOf(IOException.class)
          .satisfies(e -> assertThat(e.getCause()).hasMessage("at " + at));
      assertThat(got).isEqualTo(Flow.range(0, at).toList());
    }
  }

  @Test
  void theSourcesFailureComesAfterAllItsElements() {
    var failure = new IllegalStateException("source");
    var source =
        Flow.<Integer>generate(out -> {
          for (int i = 0; i < 50; i++) out.emit(i);
          throw failure;
        });
    for (boolean ordered : new boolean[] {true, false}) {
      var got = Collections.synchronizedList(new ArrayList<Integer>());
      var flow = ordered ? source.mapParallel(8, i -> i) : source.mapParallelUnordered(8, i -> i);
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(() -> flow.forEach(got::add))
          .isSameAs(failure);
      assertThat(got).hasSize(50);
    }
  }

  @Test
  void whatDownstreamThrowsIsNotTheStages() {
    var failure = new IOException("mine");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            Flow.range(0, 100)
                .mapParallel(4, i -> i)
                .recover(IOException.class, e -> -1)
                .forEach(i -> {
                  if (i == 10) throw failure;
                }))
        .isSameAs(failure);
  }

  @Test
  void anEarlyEndEndsTheSourceAndAllCalls() {
    var ended = new AtomicBoolean();
    var running = new AtomicInteger();
    var source =
        Flow.<Integer>generate(out -> {
          try {
            for (int i = 0; ; i++) out.emit(i);
          } finally {
            ended.set(true);
          }
        });
    assertThat(
            source
                .mapParallel(
                    8,
                    i -> {
                      running.incrementAndGet();
                      try {
                        if (i > 20) new Promise<Void>().await();
                        return i;
                      } finally {
                        running.decrementAndGet();
                      }
                    })
                .take(10)
                .toList())
        .isEqualTo(Flow.range(0, 10).toList());
    assertThat(ended).isTrue();
    assertThat(running).hasValue(0);
  }

  @Test
  void whatTheSourcesCleanUpThrowsComesOut() {
    var source =
        Flow.<Integer>generate(out -> {
          try {
            for (int i = 0; ; i++) out.emit(i);
          } finally {
            Thrower.sneak(new IOException("clean-up"));
          }
        });
    assertThatExceptionOfType(TaskFailedException.class)
        .isThrownBy(() -> source.mapParallel(2, i -> i).take(3).toList())
        .withCauseInstanceOf(IOException.class);
  }

  /** Throws what is checked where nothing is declared. */
  private static final class Thrower {
    @SuppressWarnings("unchecked")
    static <X extends Throwable> void sneak(Throwable t) throws X {
      throw (X) t;
    }
  }

  @Test
  void cancellingTheCallerCancelsAllCalls() {
    var scope = new CancelScope();
    var running = new AtomicInteger();
    var ended = new AtomicInteger();
    boolean done =
        scope.run(() ->
            Flow.range(0, 100)
                .mapParallel(
                    10,
                    i -> {
                      if (running.incrementAndGet() == 10) scope.cancel("enough");
                      try {
                        new Promise<Void>().await();
                        return i;
                      } finally {
                        ended.incrementAndGet();
                      }
                    })
                .drain());
    assertThat(done).isFalse();
    assertThat(ended.get()).isEqualTo(running.get());
  }

  @Test
  void aCallWhoseThreadIsInterruptedByOthersIsNoSilence() {
    assertThatExceptionOfType(TaskCancelledException.class)
        .isThrownBy(() ->
            Flow.range(0, 10)
                .mapParallel(
                    2,
                    i -> {
                      if (i == 5) {
                        Thread.currentThread().interrupt();
                        new Promise<Void>().await();
                      }
                      return i;
                    })
                .drain());
  }

  @Test
  void contextVariablesAreTheCallers() {
    var local = Local.of("none");
    var seen = local.with("mine", () -> Flow.range(0, 50).mapParallel(4, i -> local.get()).toSet());
    assertThat(seen).containsExactly("mine");
  }

  @Test
  void badArgumentsAndNulls() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Flow.of(1).mapParallel(0, i -> i))
        .withMessage("n must be at least 1, but is 0");
    assertThatNullPointerException().isThrownBy(() -> Flow.of(1).mapParallel(1, null));
    assertThatNullPointerException()
        .isThrownBy(() -> Flow.of(1).mapParallel(1, i -> null).drain())
        .withMessage("mapParallel gave null");
  }

  @Test
  void isColdAndMayBeRunManyTimesAtOnce() {
    var flow = Flow.range(0, 200).mapParallel(4, i -> i + 1);
    var sums = Weft.gather(Flow.range(0, 20).toList(), i -> flow.fold(0, Integer::sum));
    assertThat(sums).containsOnly(20_100);
  }
}
