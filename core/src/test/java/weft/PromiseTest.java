package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static weft.Fixtures.onPlatform;
import static weft.Fixtures.until;
import static weft.Fixtures.untilWaiting;
import static weft.Weft.gather;
import static weft.Weft.moveOnAfter;
import static weft.Weft.scope;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PromiseTest {
  @Test
  void completedBeforeOrAfterTheWaitBegins() {
    var before = new Promise<Integer>();
    assertThat(before.isDone()).isFalse();
    assertThat(before.outcome()).isEmpty();
    assertThat(before.complete(1)).isTrue();
    assertThat(before.await()).isEqualTo(1);
    assertThat(before.await()).isEqualTo(1);
    assertThat(before.isDone()).isTrue();
    assertThat(before.outcome()).contains(new Outcome.Success<>(1));
    scope(s -> {
      var after = new Promise<Integer>();
      var waiter = s.start(() -> after.await());
      untilWaiting(waiter);
      after.complete(2);
      assertThat(waiter.await()).isEqualTo(2);
    });
  }

  @Test
  void onlyTheFirstEndCounts() {
    var promise = new Promise<Integer>();
    assertThat(promise.complete(1)).isTrue();
    assertThat(promise.complete(2)).isFalse();
    assertThat(promise.fail(new IOException())).isFalse();
    assertThat(promise.cancel("x")).isFalse();
    assertThat(promise.await()).isEqualTo(1);
  }

  @Test
  void failedAndCancelled() {
    var error = new IOException("x");
    var failed = new Promise<Integer>();
    assertThat(failed.fail(error)).isTrue();
    assertThatExceptionOfType(TaskFailedException.class).isThrownBy(failed::await).withCause(error);
    var cancelled = new Promise<Integer>();
    assertThat(cancelled.cancel("nobody wants it")).isTrue();
    assertThatExceptionOfType(TaskCancelledException.class)
        .isThrownBy(cancelled::await)
        .withMessage("nobody wants it");
  }

  @Test
  void nullIsAValueAndNoReason() {
    var promise = new Promise<Object>();
    assertThat(promise.complete(null)).isTrue();
    assertThat(promise.await()).isNull();
    assertThatNullPointerException().isThrownBy(() -> new Promise<>().fail(null));
    assertThatNullPointerException().isThrownBy(() -> new Promise<>().cancel(null));
    assertThatNullPointerException().isThrownBy(() -> new Promise<>().onDone(null));
  }

  @Test
  void cancelledWaiterLeavesItAsItIs() {
    var promise = new Promise<Integer>();
    assertThat(moveOnAfter(Duration.ofMillis(1), () -> promise.await())).isEmpty();
    assertThat(promise.isDone()).isFalse();
    assertThat(promise.complete(1)).isTrue();
    assertThat(promise.await()).isEqualTo(1);
  }

  @Test
  void manyWaitersOfAllKindsOfThreads() throws Exception {
    var promise = new Promise<Integer>();
    scope(s -> {
      var waiters = new ArrayList<Task<Integer>>();
      for (int i = 0; i < 100; i++) waiters.add(s.start(() -> promise.await()));
      waiters.forEach(Fixtures::untilWaiting);
      onPlatform(() -> promise.complete(3));
      onPlatform(() -> assertThat(promise.await()).isEqualTo(3));
      for (var waiter : waiters) assertThat(waiter.await()).isEqualTo(3);
    });
  }

  @Test
  void waitersAreWokenInTheirOrder() {
    var promise = new Promise<Integer>();
    var strands = new ArrayList<Integer>();
    for (int i = 0; i < 10; i++) {
      int n = i;
      promise.onDone(o -> strands.add(n));
    }
    promise.complete(1);
    assertThat(strands).isSorted().hasSize(10);
  }

  @Proof
  @Test
  void whatWasWrittenBeforeItWasCompletedIsSeen() {
    for (int i = RacePartner.rounds(5_000); i > 0; i--) {
      var box = new int[1];
      var promise = new Promise<Integer>();
      int seen =
          gather(
              () -> {
                promise.await();
                return box[0];
              },
              () -> {
                box[0] = 42;
                return promise.complete(1);
              },
              (value, first) -> value);
      assertThat(seen).isEqualTo(42);
    }
  }

  @Proof
  @Test
  void oneOfSeveralCompletersWins() {
    for (int i = RacePartner.rounds(2_000); i > 0; i--) {
      var promise = new Promise<Integer>();
      var won = gather(List.of(1, 2, 3), n -> promise.complete(n) ? n : 0);
      assertThat(won).filteredOn(n -> n != 0).containsExactly(promise.await());
    }
  }

  @Proof
  @Test
  void completionRacingWithTheCancellationOfTheWaiter() {
    var completed = new AtomicInteger();
    for (int i = RacePartner.rounds(5_000); i > 0; i--) {
      var promise = new Promise<Integer>();
      scope(s -> {
        var waiter = s.start(() -> promise.await());
        s.start(() -> promise.complete(1));
        waiter.cancel("race");
        until(waiter::isDone);
        switch (waiter.outcome().orElseThrow()) {
          case Outcome.Success(var value) -> completed.addAndGet(value);
          case Outcome.Cancelled(var reason) -> assertThat(reason).isEqualTo("race");
          case Outcome.Failure(var error) -> throw new AssertionError(error);
        }
      });
    }
  }

  @Test
  void callbacksThatThrowAreReportedAndTheOthersCalled() {
    var reported = Collections.synchronizedList(new ArrayList<Throwable>());
    var calls = new AtomicInteger();
    Environment.standard()
        .reporter((who, error) -> reported.add(error))
        .run(() -> {
          var promise = new Promise<Integer>();
          promise.onDone(o -> calls.incrementAndGet());
          promise.onDone(o -> {
            throw new IllegalStateException("x");
          });
          promise.onDone(o -> calls.incrementAndGet());
          assertThat(promise.complete(1)).isTrue();
        });
    assertThat(calls).hasValue(2);
    assertThat(reported).hasSize(1);
  }

  @Test
  void toFuture() throws Exception {
    var done = new Promise<Integer>();
    var future = done.toFuture();
    done.complete(1);
    assertThat(future.get()).isEqualTo(1);
    var error = new IOException("x");
    var failed = new Promise<Integer>();
    failed.fail(error);
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> failed.toFuture().get())
        .withCause(error);
    var cancelled = new Promise<Integer>();
    assertThat(cancelled.toFuture().cancel(false)).isTrue();
    assertThatExceptionOfType(TaskCancelledException.class).isThrownBy(cancelled::await);
    var other = new Promise<Integer>();
    other.cancel("x");
    assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> other.toFuture().get());
  }

  @Test
  void failedByACancellationItIsCancelled() {
    var promise = new Promise<Integer>();
    var first = new CancelScope();
    boolean done =
        first.run(() -> { // who makes it, and is cancelled
          first.cancel("enough");
          try {
            Weft.checkpoint();
          } catch (Throwable t) {
            assertThat(promise.fail(t)).isTrue();
            throw t;
          }
        });
    assertThat(done).isFalse();
    assertThatExceptionOfType(TaskCancelledException.class)
        .isThrownBy(promise::await)
        .withMessage("enough");
  }
}
