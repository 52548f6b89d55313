package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static weft.Fixtures.blockForever;
import static weft.Fixtures.suspendForever;
import static weft.Fixtures.thrownBy;
import static weft.Fixtures.until;
import static weft.Fixtures.untilWaiting;
import static weft.Weft.checkpoint;
import static weft.Weft.gather;
import static weft.Weft.moveOnAfter;
import static weft.Weft.scope;
import static weft.Weft.sleep;
import static weft.Weft.toThread;
import static weft.Weft.toThreadAbandoning;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** CPU-bound work on platform threads. */
@Timeout(30)
class ToThreadTest {
  @Test
  void runsOnAPlatformThreadAndReturnsTheValue() throws Exception {
    Thread thread = toThread(Thread::currentThread);
    assertThat(thread.isVirtual()).isFalse();
    assertThat(thread).isNotSameAs(Thread.currentThread());
    var ran = new AtomicBoolean();
    toThread(() -> ran.set(true));
    assertThat(ran).isTrue();
    int typed = toThread(() -> mayThrow(1)); // has to compile
    assertThat(typed).isEqualTo(1);
    assertThat(toThreadAbandoning(() -> 2)).isEqualTo(2);
  }

  private static int mayThrow(int i) throws IOException {
    return i;
  }

  @Test
  void exceptionsComeOutAsTheyAre() {
    var error = new IOException("x");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            toThread(() -> {
              throw error;
            }))
        .isSameAs(error);
  }

  @Test
  void asManyAtOnceAsThereAreProcessors() {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    gather(
        IntStream.range(0, 100).boxed().toList(),
        i ->
            toThread(() -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              Thread.yield();
              return running.decrementAndGet();
            }));
    assertThat(most.get()).isBetween(1, Runtime.getRuntime().availableProcessors());
  }

  @Test
  void cancelledCallerWaitsForTheBodyWhichIsInterruptedAndHearsOfItAtCheckpoints()
      throws Exception {
    var cut = new AtomicReference<Throwable>();
    var computing = new AtomicReference<Throwable>();
    scope(s -> {
      var begun = new CountDownLatch(1);
      var task =
          s.start(() ->
              toThread(() -> {
                begun.countDown();
                cut.set(thrownBy(Fixtures::blockForever));
                computing.set(thrownBy(() -> checkpoint()));
                return 1;
              }));
      begun.await();
      task.cancel("x");
      until(task::isDone);
      assertThat(cut.get()).isInstanceOf(InterruptedException.class);
      assertThat(computing.get()).isInstanceOf(CancelledError.class).hasMessage("x");
      return 1;
    });
  }

  @Test
  void weftSuspensionsWorkThereAndAreCancelled() {
    assertThat(
            moveOnAfter(
                Duration.ofMillis(5),
                () ->
                    toThread(() -> {
                      sleep(Duration.ofNanos(1));
                      assertThat(gather(List.of(1, 2), i -> i)).hasSize(2);
                      suspendForever();
                      return 1;
                    })))
        .isEmpty();
  }

  @Test
  void bodyThatHasNotBegunNeverRuns() throws InterruptedException {
    var ran = new AtomicBoolean();
    var block = new CountDownLatch(1);
    try (var one = Executors.newSingleThreadExecutor()) {
      one.execute(() -> thrownBy(block::await));
      Environment.standard()
          .pool(one)
          .run(() ->
              assertThat(moveOnAfter(Duration.ofMillis(1), () -> toThread(() -> ran.set(true))))
                  .isFalse());
      block.countDown();
    }
    assertThat(ran).isFalse();
  }

  @Test
  void abandoningLeavesAtOnceAndTheFailureIsReported() {
    var reported = Collections.synchronizedList(new ArrayList<Throwable>());
    var error = new IOException("nobody hears it");
    var go = new AtomicBoolean();
    Environment.standard()
        .reporter((who, e) -> reported.add(e))
        .run(() ->
            scope(s -> {
              var begun = new Promise<Integer>();
              var task =
                  s.start(() ->
                      toThreadAbandoning(() -> {
                        begun.complete(1);
                        until(go::get); // ignores interrupts
                        throw error;
                      }));
              begun.await();
              task.cancel("enough");
              until(task::isDone);
              assertThat(task.state()).isEqualTo(Task.State.CANCELLED);
              assertThat(reported).isEmpty();
              go.set(true);
              until(() -> !reported.isEmpty());
            }));
    assertThat(reported).containsExactly(error);
  }

  @Test
  void threadsOfThePoolAreLeftClean() {
    for (int i = 0; i < 2_000; i++) {
      moveOnAfter(Duration.ofNanos(i * 50L), () -> toThread(() -> checkpoint()));
    }
    int processors = Runtime.getRuntime().availableProcessors();
    for (int i = 0; i < processors * 4; i++) {
      toThread(() -> {
        Fixtures.assertNotInterrupted();
        checkpoint();
      });
    }
  }

  @Test
  void resultRacingWithTheCancellation() {
    for (int i = 0; i < 3_000; i++) {
      var thread = new AtomicReference<Thread>();
      long nanos = i * 20L;
      var value =
          moveOnAfter(
              Duration.ofNanos(nanos),
              () ->
                  toThread(() -> {
                    thread.set(Thread.currentThread());
                    return 1;
                  }));
      assertThat(value.orElse(1)).isEqualTo(1);
      checkpoint();
      Fixtures.assertNotInterrupted();
    }
  }

  @Test
  void withinWorkOnThePoolItselfNoOtherThreadIsWaitedFor() {
    try (var one = Executors.newSingleThreadExecutor()) {
      int nested =
          Environment.standard()
              .pool(one)
              .run(() ->
                  Weft.timeout(Duration.ofSeconds(5), () -> toThread(() -> toThread(() -> 1))));
      assertThat(nested).isEqualTo(1);
    }
  }

  @Test
  void workThatWaitsForTasksWhichNeedThePoolToo() {
    // as many as there are threads wait at once; none computes
    int processors = Runtime.getRuntime().availableProcessors();
    var items = IntStream.range(0, processors).boxed().toList();
    var all = new CountDownLatch(processors);
    Body<List<Integer>, InterruptedException> program =
        () ->
            gather(
                items,
                i ->
                    toThread(() -> {
                      all.countDown();
                      all.await();
                      return gather(List.of(1, 2), n -> toThread(() -> n)).size();
                    }));
    assertThat(thrownBy(() -> Weft.timeout(Duration.ofSeconds(5), program))).isNull();
  }

  @Test
  void foreignInterruptOfThePoolsThreadIsACancellationOfTheWork() {
    var thrown =
        thrownBy(() ->
            toThread(() -> {
              Thread.currentThread().interrupt();
              suspendForever();
            }));
    assertThat(thrown).isInstanceOf(TaskCancelledException.class);
    checkpoint();
  }

  @Test
  void cancelledCallerIsWokenWhileTheBodyBlocks() {
    scope(s -> {
      var task = s.start(() -> toThread(() -> blockForever()));
      untilWaiting(task);
      task.cancel("x");
      assertThatExceptionOfType(TaskCancelledException.class)
          .isThrownBy(task::await)
          .withMessage("x");
    });
  }

  @Test
  void nullsAreRefused() {
    assertThatNullPointerException().isThrownBy(() -> toThread((Body<?, ?>) null));
    assertThatNullPointerException().isThrownBy(() -> toThread((Action<?>) null));
  }
}
