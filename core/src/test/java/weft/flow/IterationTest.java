package weft.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weft.CancelScope;
import weft.CancelledError;
import weft.Environment;
import weft.Local;
import weft.Promise;
import weft.Proof;
import weft.TaskFailedException;
import weft.Weft;

/** A flow in a for loop. */
@Timeout(60)
class IterationTest {
  /** Counts up, and tells what it did. */
  private static Flow<Integer> counting(List<String> log, int to) {
    return Flow.generate(out -> {
      log.add("begin");
      try {
        for (int i = 0; i < to; i++) {
          log.add("emit " + i);
          out.emit(i);
        }
      } finally {
        log.add("end");
      }
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 31, 32, 33, 1_000})
  void aLoopSeesAllElements(int ahead) {
    int started =
        CountedThreads.run(() -> {
          var seen = new ArrayList<Integer>();
          try (var numbers = Flow.range(0, 1_000).iterate(ahead)) {
            for (int n : numbers) seen.add(n);
          }
          assertThat(seen).isEqualTo(Flow.range(0, 1_000).toList());
        });
    assertThat(started).isEqualTo(1);
  }

  @Test
  void aLoopToTheEndNeedsNoClose() {
    CountedThreads.run(() -> {
      int sum = 0;
      for (int n : Flow.range(0, 100).iterate()) sum += n;
      assertThat(sum).isEqualTo(4_950);
    });
  }

  @Test
  void nothingRunsBeforeTheFirstElementIsAskedFor() {
    var log = new ArrayList<String>();
    int started =
        CountedThreads.run(() -> {
          try (var numbers = counting(log, 3).iterate()) {
            assertThat(numbers.iterator()).isNotNull();
          }
        });
    assertThat(log).isEmpty();
    assertThat(started).isZero();
  }

  @Test
  void withNothingAheadEitherTheLoopRunsOrTheFlow() {
    var log = new ArrayList<String>(); // written by both, without a lock
    try (var numbers = counting(log, 3).iterate(0)) {
      for (int n : numbers) log.add("take " + n);
    }
    assertThat(log)
        .containsExactly(
            "begin", "emit 0", "take 0", "emit 1", "take 1", "emit 2", "take 2", "end");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 32})
  void theFlowIsNeverFurtherAhead(int ahead) {
    var emitted = new AtomicInteger();
    var most = new AtomicInteger();
    Flow<Integer> flow =
        Flow.generate(out -> {
          for (int i = 0; i < 2_000; i++) {
            emitted.incrementAndGet();
            out.emit(i);
          }
        });
    try (var numbers = flow.iterate(ahead)) {
      for (int n : numbers) {
        if (n % 100 == 0) Weft.sleep(Duration.ZERO);
        most.accumulateAndGet(emitted.get() - (n + 1), Math::max);
      }
    }
    assertThat(most.get()).isLessThanOrEqualTo(ahead);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 32})
  void leavingEarlyRunsFinallyAndWaitsForIt(int ahead) {
    var log = new ArrayList<String>();
    CountedThreads.run(() -> {
      Flow<Integer> flow =
          Flow.generate(out -> {
            try {
              for (int i = 0; ; i++) out.emit(i);
            } finally {
              if (ahead == 0) Weft.sleep(Duration.ofMillis(1)); // without a shield, too
              else Weft.shield(() -> Weft.sleep(Duration.ofMillis(1)));
              log.add("end");
            }
          });
      try (var numbers = flow.iterate(ahead)) {
        for (int n : numbers) if (n == 2) break;
      }
      assertThat(log).containsExactly("end");
    });
  }

  @Test
  void aFlowThatWaitsAheadIsCancelledWhenTheLoopIsLeft() throws InterruptedException {
    List<weft.Action<?>> waits =
        List.of(
            () -> new Promise<Void>().await(),
            () -> new java.util.concurrent.SynchronousQueue<Integer>().take());
    for (var wait : waits) {
      var log = new ArrayList<String>();
      var ahead = new CountDownLatch(1);
      CountedThreads.<InterruptedException>run(() -> {
        Flow<Integer> flow =
            Flow.generate(out -> {
              try {
                out.emit(1);
                ahead.countDown();
                wait.run();
              } finally {
                Weft.shield(() -> Weft.sleep(Duration.ofMillis(1)));
                log.add("end");
              }
            });
        try (var numbers = flow.iterate()) {
          for (int n : numbers) {
            ahead.await();
            if (n == 1) break;
          }
        }
        assertThat(log).containsExactly("end");
      });
    }
  }

  @Test
  void aFlowThatWaitsAheadAndIsLeftUnclosedIsEndedWhenItIsCollected() throws Exception {
    var ended = new CountDownLatch(1);
    Flow<Integer> flow =
        Flow.generate(out -> {
          try {
            out.emit(1);
            new Promise<Void>().await();
          } finally {
            ended.countDown();
          }
        });
    leave(flow);
    while (!ended.await(10, java.util.concurrent.TimeUnit.MILLISECONDS)) System.gc();
  }

  private static void leave(Flow<Integer> flow) {
    for (int n : flow.iterate()) if (n == 1) break;
  }

  @Proof
  @Test
  void leftEarlyThousandsOfTimesNoThreadIsLeftBehind() {
    var ended = new AtomicInteger();
    Flow<Integer> flow =
        Flow.generate(out -> {
          try {
            for (int i = 0; ; i++) out.emit(i);
          } finally {
            ended.incrementAndGet();
          }
        });
    int started =
        CountedThreads.run(() -> {
          for (int i = 0; i < 5_000; i++) {
            try (var numbers = flow.iterate(i % 5)) {
              for (int n : numbers) if (n == i % 40) break;
            }
          }
        });
    assertThat(ended).hasValue(5_000);
    assertThat(started).isEqualTo(5_000);
  }

  @Test
  void oneThatIsLeftUnclosedIsEndedWhenItIsCollected() throws Exception {
    var ended = new CountDownLatch(1);
    leave(ended);
    while (!ended.await(10, java.util.concurrent.TimeUnit.MILLISECONDS)) System.gc();
  }

  private static void leave(CountDownLatch ended) {
    Flow<Integer> flow =
        Flow.generate(out -> {
          try {
            for (int i = 0; ; i++) out.emit(i);
          } finally {
            ended.countDown();
          }
        });
    for (int n : flow.iterate()) if (n == 3) break;
    assertThat(ended.getCount()).isEqualTo(1);
  }

  @Test
  void aSecondLoopGoesOnWhereTheFirstWasLeft() {
    try (var numbers = Flow.range(0, 6).iterate()) {
      for (int n : numbers) if (n == 2) break;
      var rest = new ArrayList<Integer>();
      for (int n : numbers) rest.add(n);
      assertThat(rest).containsExactly(3, 4, 5);
      for (int n : numbers) throw new AssertionError("there is nothing left: " + n);
    }
  }

  @Test
  void misuseIsAClearError() {
    var numbers = Flow.range(0, 3).iterate();
    var iterator = numbers.iterator();
    assertThat(iterator.next()).isZero();
    assertThat(iterator.hasNext()).isTrue();
    assertThat(iterator.hasNext()).as("asked twice").isTrue();
    assertThat(iterator.next()).isEqualTo(1);
    numbers.close();
    numbers.close();
    assertThatIllegalStateException()
        .isThrownBy(iterator::hasNext)
        .withMessage("the iteration was closed");
    assertThatIllegalArgumentException().isThrownBy(() -> Flow.empty().iterate(-1));
    assertThatThrownBy(() -> Flow.empty().iterate().iterator().next())
        .isInstanceOf(NoSuchElementException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 32})
  void aFailureComesAfterTheElementsBeforeIt(int ahead) {
    var failure = new IOException("gone");
    var seen = new ArrayList<Integer>();
    CountedThreads.run(() -> {
      var numbers = Flow.range(0, 5).append(Flow.failed(failure)).iterate(ahead).iterator();
      assertThatThrownBy(() -> numbers.forEachRemaining(seen::add))
          .isInstanceOf(TaskFailedException.class)
          .hasCause(failure);
      assertThat(numbers.hasNext()).as("after it").isFalse();
    });
    assertThat(seen).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void theLoopsFailureWinsOverThatOfTheCleanUp() {
    var late = new IllegalStateException("late");
    var first = new IllegalStateException("first");
    Flow<Integer> flow =
        Flow.generate(out -> {
          try {
            for (int i = 0; ; i++) out.emit(i);
          } finally {
            throw late;
          }
        });
    assertThat(
            catchThrowable(() -> {
              try (var numbers = flow.iterate()) {
                for (int n : numbers) if (n == 1) throw first;
              }
            }))
        .isSameAs(first)
        .hasSuppressedException(late);
  }

  @Test
  void aLoopThatIsCancelledWhileItWaitsEndsTheFlow() {
    var told = new AtomicReference<Throwable>();
    CountedThreads.run(() -> {
      var scope = new CancelScope();
      boolean done =
          scope.run(() -> {
            Flow<Integer> flow =
                Flow.generate(out -> {
                  try {
                    out.emit(1);
                    scope.cancel("enough");
                    new Promise<Void>().await();
                  } catch (Throwable t) {
                    told.set(t);
                    throw t;
                  }
                });
            for (int n : flow.iterate(0)) assertThat(n).isEqualTo(1); // not closed
          });
      assertThat(done).isFalse();
    });
    assertThat(told.get()).isInstanceOf(CancelledError.class);
  }

  @Test
  void aLoopThatIsCancelledInItsBodyEndsTheFlowByClosing() {
    var log = new ArrayList<String>();
    CountedThreads.run(() -> {
      var scope = new CancelScope();
      boolean done =
          scope.run(() -> {
            try (var numbers = counting(log, 10).iterate(0)) {
              for (int n : numbers) {
                if (n < 3) continue;
                scope.cancel("enough");
                new Promise<Void>().await();
              }
            }
          });
      assertThat(done).isFalse();
    });
    assertThat(log).endsWith("emit 3", "end");
  }

  @Test
  void theDeadlineAroundTheLoopIsTheFlowsToo() {
    Weft.timeout(
        Duration.ofHours(1),
        () -> {
          Flow<Duration> flow = Flow.repeat(() -> Weft.timeLeft().orElseThrow());
          try (var left = flow.iterate()) {
            assertThat(left.iterator().next())
                .isBetween(Duration.ofMinutes(50), Duration.ofHours(1));
          }
        });
  }

  @Test
  void aJdkCallInTheFlowIsInterruptedWhenTheLoopIsCancelled() {
    CountedThreads.run(() -> {
      boolean done =
          Weft.moveOnAfter(
              Duration.ofMillis(5),
              () -> {
                Flow<Integer> flow =
                    Flow.generate(out -> {
                      out.emit(1);
                      new java.util.concurrent.SynchronousQueue<Integer>().take();
                    });
                for (int n : flow.iterate()) assertThat(n).isEqualTo(1);
              });
      assertThat(done).isFalse();
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    });
  }

  @Test
  void aFlowThatWasCancelledDoesntGoOn() {
    var numbers = Flow.range(0, 100).iterate(0).iterator();
    var scope = new CancelScope();
    scope.cancel("before");
    assertThat(scope.run(() -> numbers.hasNext())).isEmpty();
    assertThatIllegalStateException().isThrownBy(numbers::hasNext);
  }

  @Test
  void theFlowHasTheContextOfTheOneWhoIterates() {
    var name = Local.of("nobody");
    var clock = new AtomicReference<Object>();
    Flow<String> flow =
        Flow.repeat(() -> {
          clock.set(Environment.current().clock());
          return name.get();
        });
    name.with(
        "ada",
        () -> {
          try (var names = flow.iterate()) {
            assertThat(names.iterator().next()).isEqualTo("ada");
          }
        });
    assertThat(clock.get()).isSameAs(Environment.current().clock());
  }

  @Test
  void loopsNest() {
    CountedThreads.run(() -> {
      var sums = new ArrayList<Integer>();
      try (var rows = Flow.range(0, 3).iterate()) {
        for (int row : rows) {
          try (var columns = Flow.range(0, 3).iterate()) {
            for (int column : columns) sums.add(row * 3 + column);
          }
        }
      }
      assertThat(sums).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
      Flow<Integer> inner =
          Flow.generate(out -> {
            for (int n : Flow.range(0, 3).iterate()) out.emit(n * 10);
          });
      assertThat(Flow.from((Iterable<Integer>) () -> inner.iterate().iterator()).toList())
          .containsExactly(0, 10, 20);
    });
  }

  @Test
  void itMayBeUsedOnAThreadOfTheProgram() throws Exception {
    var seen = new ArrayList<Integer>();
    var thread =
        Thread.ofPlatform()
            .start(() -> {
              for (int n : Flow.range(0, 100).iterate()) seen.add(n);
            });
    thread.join();
    assertThat(seen).hasSize(100);
  }

  @Test
  void anInterruptOfALoopOutsideOfAnyScopeEndsTheFlow() throws Exception {
    var ended = new CountDownLatch(1);
    var waiting = new CountDownLatch(1);
    var thrown = new AtomicReference<Throwable>();
    Flow<Integer> flow =
        Flow.generate(out -> {
          try {
            waiting.countDown();
            new Promise<Void>().await();
          } finally {
            ended.countDown();
          }
        });
    var thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                for (int n : flow.iterate()) throw new AssertionError("an element: " + n);
              } catch (Throwable t) {
                thrown.set(t);
              }
            });
    waiting.await();
    thread.interrupt();
    thread.join();
    ended.await();
    assertThat(thrown.get()).isInstanceOf(CancelledError.class);
  }
}
