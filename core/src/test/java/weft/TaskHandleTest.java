package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static weft.Fixtures.blockForever;
import static weft.Fixtures.suspendForever;
import static weft.Fixtures.thrownBy;
import static weft.Fixtures.until;
import static weft.Fixtures.untilWaiting;
import static weft.Weft.moveOnAfter;
import static weft.Weft.scope;
import static weft.Weft.supervise;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one can do with the handle of a task. */
@Timeout(30)
class TaskHandleTest {
  @Test
  void awaitAfterTheScopeEnded() {
    var ok = new AtomicReference<Task<Integer>>();
    var bad = new AtomicReference<Task<Integer>>();
    var cut = new AtomicReference<Task<Void>>();
    var error = new IOException("x");
    supervise(s -> {
      ok.set(s.start(() -> 1));
      bad.set(
          s.start(() -> {
            throw error;
          }));
      cut.set(s.start((Action<?>) Fixtures::suspendForever));
      cut.get().cancel("cut");
      assertThat(bad.get().toFuture()).isNotNull(); // observed: not to be reported
    });
    for (int twice = 0; twice < 2; twice++) {
      assertThat(ok.get().await()).isEqualTo(1);
      assertThatExceptionOfType(TaskFailedException.class)
          .isThrownBy(bad.get()::await)
          .withCause(error);
      assertThatExceptionOfType(TaskCancelledException.class)
          .isThrownBy(cut.get()::await)
          .withMessage("cut");
    }
    assertThat(ok.get().cancel("late")).isFalse();
    assertThat(ok.get().cancel("late", Duration.ofSeconds(1))).isFalse();
  }

  @Test
  void awaitingItselfIsAnError() {
    scope(s -> {
      var self = new Promise<Task<?>>();
      var task =
          s.start(() -> {
            var me = self.await();
            assertThatIllegalStateException().isThrownBy(me::await);
            scope(inner -> assertThatIllegalStateException().isThrownBy(me::await));
            return "fine";
          });
      self.complete(task);
      assertThat(task.await()).isEqualTo("fine");
    });
  }

  @Test
  void cancelBeforeItBeginsLeavesItUnrun() {
    var ran = new AtomicBoolean();
    var factory = Thread.ofVirtual().factory();
    var closed = new CountDownLatch(1);
    var first = new AtomicBoolean(true); // run's own thread is let through
    Environment.standard()
        .threads(r ->
            first.getAndSet(false)
                ? factory.newThread(r)
                : factory.newThread(() -> afterGate(closed, r)))
        .run(() ->
            scope(s -> {
              var task = s.start(() -> ran.set(true));
              assertThat(task.state()).isEqualTo(Task.State.PENDING);
              assertThat(task.cancel("changed my mind")).isTrue();
              assertThat(task.cancel("twice")).isFalse();
              closed.countDown();
              assertThatExceptionOfType(TaskCancelledException.class)
                  .isThrownBy(task::await)
                  .withMessage("changed my mind");
            }));
    assertThat(ran).isFalse();
  }

  private static void afterGate(CountDownLatch gate, Runnable r) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new AssertionError("a thread whose task has not begun was interrupted", e);
    }
    r.run();
  }

  @Test
  void cancelFromItself() {
    scope(s -> {
      var self = new Promise<Task<?>>();
      var task =
          s.start(() -> {
            self.await().cancel("by itself");
            suspendForever();
          });
      self.complete(task);
      assertThat(thrownBy(task::await)).isInstanceOf(TaskCancelledException.class);
    });
  }

  @Test
  void cancelOneLeavesTheRestOfTheScopeAlone() {
    scope(s -> {
      var gate = new Promise<Integer>();
      var other = s.start(() -> gate.await());
      var task = s.start((Action<?>) Fixtures::suspendForever);
      untilWaiting(task);
      task.cancel("just this one");
      until(task::isDone);
      gate.complete(1);
      assertThat(other.await()).isEqualTo(1);
    });
  }

  @Test
  void awaiterThatIsCancelledLeavesTheTaskAlone() {
    scope(s -> {
      var gate = new Promise<Integer>();
      var task = s.start(() -> gate.await());
      assertThat(moveOnAfter(Duration.ofMillis(1), () -> task.await())).isEmpty();
      assertThat(task.isDone()).isFalse();
      gate.complete(1);
      assertThat(task.await()).isEqualTo(1);
    });
  }

  @Proof
  @Test
  void awaiterThatIsCancelledTogetherWithTheTask() {
    // whichever hears of it first: the awaiter is cancelled too, and the scope ends normally
    for (int i = 0; i < 3_000; i++) {
      scope(s -> {
        var awaited = s.start(() -> new Promise<Integer>().await());
        var awaiters = new ArrayList<Task<Integer>>();
        for (int n = 0; n < 5; n++) awaiters.add(s.start(() -> awaited.await()));
        awaiters.forEach(Fixtures::untilWaiting);
        s.cancel("all of them");
      });
    }
  }

  @Test
  void states() {
    supervise(s -> {
      var gate = new Promise<Integer>();
      var waiting = s.start(() -> gate.await());
      until(() -> waiting.state() == Task.State.WAITING);
      assertThat(waiting.isDone()).isFalse();
      assertThat(waiting.outcome()).isEmpty();
      gate.complete(1);
      until(() -> waiting.state() == Task.State.SUCCEEDED);
      assertThat(waiting.outcome()).contains(new Outcome.Success<>(1));

      var blocked = s.start(() -> blockForever());
      until(() -> blocked.state() == Task.State.RUNNING);
      blocked.cancel("x");
      until(() -> blocked.state() == Task.State.CANCELLED);

      var error = new IOException("x");
      var failed =
          s.start(() -> {
            throw error;
          });
      until(() -> failed.state() == Task.State.FAILED);
      assertThat(failed.isDone()).isTrue();
      assertThat(failed.outcome()).contains(new Outcome.Failure<>(error));
    });
  }

  @Test
  void names() {
    scope(s -> {
      var named = s.start("loader", () -> Thread.currentThread().getName());
      assertThat(named.name()).isEqualTo("loader");
      assertThat(named).hasToString("task 'loader'");
      assertThat(named.await()).isEqualTo("loader");
      var one = s.start(() -> 1);
      var two = s.start(() -> 2);
      assertThat(one.name()).isNotBlank().isNotEqualTo(two.name());
      assertThat(s.background("helper", () -> {}).name()).isEqualTo("helper");
    });
  }

  @Test
  void onDoneIsCalledOnceBeforeOrAfterTheEnd() {
    var seen = Collections.synchronizedList(new ArrayList<Outcome<Integer>>());
    scope(s -> {
      var gate = new Promise<Integer>();
      var task = s.start(() -> gate.await());
      task.onDone(seen::add);
      task.onDone(seen::add);
      gate.complete(4);
      task.await();
    });
    assertThat(seen).containsExactly(new Outcome.Success<>(4), new Outcome.Success<>(4));
    var late = new AtomicReference<Outcome<Integer>>();
    scope(s -> {
      var task = s.start(() -> 5);
      task.await();
      task.onDone(late::set);
      assertThat(late.get()).isEqualTo(new Outcome.Success<>(5));
    });
  }

  @Proof
  @Test
  void onDoneRacingWithTheEndIsNeverLost() {
    for (int i = 0; i < 5_000; i++) {
      var calls = new AtomicInteger();
      scope(s -> {
        var task = s.start(() -> 1);
        task.onDone(o -> calls.incrementAndGet());
      });
      assertThat(calls).hasValue(1);
    }
  }

  @Test
  void toFuture() throws Exception {
    var error = new IOException("x");
    supervise(s -> {
      assertThat(s.start(() -> 1).toFuture().get()).isEqualTo(1);
      var failing =
          s.start(
                  () -> {
                    throw error;
                  })
              .toFuture();
      assertThatExceptionOfType(ExecutionException.class).isThrownBy(failing::get).withCause(error);
      var task = s.start((Action<?>) Fixtures::suspendForever);
      var future = task.toFuture();
      assertThat(future.cancel(true)).isTrue();
      assertThat(future.isCancelled()).isTrue();
      until(() -> task.state() == Task.State.CANCELLED);
      var other = s.start((Action<?>) Fixtures::suspendForever);
      var its = other.toFuture();
      other.cancel("by hand");
      assertThatExceptionOfType(CancellationException.class).isThrownBy(its::get);
    });
  }

  @Test
  void manyAwaitOneTask() {
    scope(s -> {
      var gate = new Promise<Integer>();
      var task = s.start(() -> gate.await());
      var waiters = new ArrayList<Task<Integer>>();
      for (int i = 0; i < 100; i++) waiters.add(s.start(() -> task.await()));
      waiters.forEach(Fixtures::untilWaiting);
      waiters.get(50).cancel("one of them");
      gate.complete(9);
      for (int i = 0; i < 100; i++) {
        if (i != 50) assertThat(waiters.get(i).await()).isEqualTo(9);
      }
      assertThat(waiters.get(50).outcome()).contains(new Outcome.Cancelled<>("one of them"));
    });
  }

  @Test
  void whatATaskWroteIsSeenAfterAwait() {
    for (int i = 0; i < 2_000; i++) {
      var box = new int[1];
      scope(s -> {
        var task = s.start(() -> box[0] = 42);
        task.await();
        assertThat(box[0]).isEqualTo(42);
      });
    }
  }

  @Test
  void outcomeGetAndItsParts() {
    assertThat(new Outcome.Success<>(1).get()).isEqualTo(1);
    assertThat(new Outcome.Success<>(1).isSuccess()).isTrue();
    var error = new IOException("x");
    assertThatExceptionOfType(TaskFailedException.class)
        .isThrownBy(() -> new Outcome.Failure<>(error).get())
        .withCause(error);
    assertThatExceptionOfType(TaskCancelledException.class)
        .isThrownBy(() -> new Outcome.Cancelled<>("why").get())
        .withMessage("why");
    assertThat(List.of(new Outcome.Failure<>(error).isSuccess())).containsExactly(false);
  }

  @Test
  void nullsAreRefused() {
    scope(s -> {
      var task = s.start(() -> 1);
      assertThatNullPointerException().isThrownBy(() -> task.onDone(null));
    });
  }
}
