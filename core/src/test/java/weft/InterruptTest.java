package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static weft.Fixtures.LONG;
import static weft.Fixtures.assertNotInterrupted;
import static weft.Fixtures.blockForever;
import static weft.Fixtures.onPlatform;
import static weft.Fixtures.onVirtual;
import static weft.Fixtures.suspendForever;
import static weft.Fixtures.thrownBy;
import static weft.Fixtures.until;
import static weft.Fixtures.untilBlocked;
import static weft.Fixtures.untilWaiting;
import static weft.Weft.checkpoint;
import static weft.Weft.gather;
import static weft.Weft.moveOnAfter;
import static weft.Weft.race;
import static weft.Weft.scope;
import static weft.Weft.shield;
import static weft.Weft.sleep;
import static weft.Weft.timeout;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Interrupts: ours for blocking calls of the JDK, and foreign ones. */
@Timeout(30)
class InterruptTest {
  @Test
  void blockingCallInATaskEndsOnCancel() {
    scope(s -> {
      var thread = new AtomicReference<Thread>();
      var task =
          s.start(() -> {
            thread.set(Thread.currentThread());
            blockForever();
          });
      until(() -> thread.get() != null);
      untilBlocked(thread.get());
      task.cancel("enough");
      assertThatExceptionOfType(TaskCancelledException.class)
          .isThrownBy(task::await)
          .withMessage("enough");
    });
  }

  @Test
  void blockingBodyIsInterruptedWhenAChildFails() throws Exception {
    Action<Exception> program =
        () -> {
          var error = new IllegalStateException("child");
          assertThatExceptionOfType(TaskFailedException.class)
              .isThrownBy(() ->
                  scope(s -> {
                    var here = Thread.currentThread();
                    s.start(() -> {
                      untilBlocked(here);
                      throw error;
                    });
                    blockForever();
                  }))
              .withCause(error);
          assertNotInterrupted();
        };
    onPlatform(program);
    onVirtual(program);
  }

  @Test
  void timeoutEndsThreadSleepAndLeavesNoInterrupt() throws Exception {
    Action<Exception> program =
        () -> {
          assertThatExceptionOfType(TimeoutException.class)
              .isThrownBy(() -> timeout(Duration.ofMillis(5), () -> Thread.sleep(LONG)));
          assertNotInterrupted();
          assertThat(moveOnAfter(Duration.ofMillis(5), () -> blockForever())).isFalse();
          assertNotInterrupted();
        };
    onPlatform(program);
    onVirtual(program);
  }

  @Test
  void blockingCallAfterACancellationThatCameBeforeIsInterruptedToo() throws InterruptedException {
    var cancelled = new CancelScope();
    cancelled.cancel("before");
    assertThat(cancelled.run(() -> Thread.sleep(LONG))).isFalse();
    assertNotInterrupted();
    var later = new CancelScope();
    boolean done =
        later.run(() -> {
          later.cancel("by itself");
          Thread.sleep(LONG);
        });
    assertThat(done).isFalse();
    assertNotInterrupted();
  }

  @Test
  void onlyOneInterruptAScope() throws InterruptedException {
    var scope = new CancelScope();
    boolean done =
        scope.run(() -> {
          scope.cancel("once");
          assertThat(thrownBy(() -> Thread.sleep(LONG))).isInstanceOf(InterruptedException.class);
          Thread.sleep(1); // clean-up that blocks is let go on
          assertNotInterrupted();
          checkpoint();
        });
    assertThat(done).isFalse();
    Thread.sleep(1);
  }

  @Test
  void cancellationHeardAtASuspensionPointBringsNoInterrupt() throws InterruptedException {
    var scope = new CancelScope();
    scope.run(() -> {
      scope.cancel("heard");
      assertThat(thrownBy(() -> sleep(LONG))).isInstanceOf(CancelledError.class);
      assertNotInterrupted();
      Thread.sleep(1);
    });
    assertNotInterrupted();
  }

  @Test
  void interruptThatNobodyNoticedIsTakenBack() {
    var scope = new CancelScope();
    boolean done =
        scope.run(() -> {
          scope.cancel("unnoticed");
          until(() -> Thread.currentThread().isInterrupted());
        });
    assertThat(done).isTrue();
    assertNotInterrupted();
  }

  @Test
  void foreignInterruptCancelsASuspendedTaskAndNothingElse() {
    scope(s -> {
      var thread = new AtomicReference<Thread>();
      var task =
          s.start(() -> {
            thread.set(Thread.currentThread());
            var e = thrownBy(Fixtures::suspendForever);
            assertThat(e).isInstanceOf(CancelledError.class);
            checkpoint(); // level-triggered, as every cancellation
          });
      var other = s.start(() -> 1);
      untilWaiting(task);
      thread.get().interrupt();
      assertThatExceptionOfType(TaskCancelledException.class)
          .isThrownBy(task::await)
          .withMessageContaining("interrupted");
      assertThat(other.await()).isEqualTo(1);
      checkpoint();
    });
  }

  @Test
  void foreignInterruptOfABlockingCallCancelsTheTask() {
    scope(s -> {
      var thread = new AtomicReference<Thread>();
      var task =
          s.start(() -> {
            thread.set(Thread.currentThread());
            blockForever();
          });
      until(() -> thread.get() != null);
      untilBlocked(thread.get());
      thread.get().interrupt();
      assertThatExceptionOfType(TaskCancelledException.class).isThrownBy(task::await);
      assertThat(task.state()).isEqualTo(Task.State.CANCELLED);
    });
  }

  @Test
  void foreignInterruptOfAComputingTaskIsSeenByItsNextWait() {
    scope(s -> {
      var task =
          s.start(() -> {
            Thread.currentThread().interrupt();
            sleep(LONG);
          });
      assertThatExceptionOfType(TaskCancelledException.class).isThrownBy(task::await);
    });
  }

  @Test
  void foreignInterruptReachesTheTasksOfAScopeThatItsOwnerWaitsFor() {
    scope(s -> {
      var thread = new AtomicReference<Thread>();
      var child = new AtomicReference<Task<?>>();
      var task =
          s.start(() -> {
            thread.set(Thread.currentThread());
            scope(inner -> {
              child.set(inner.start((Action<?>) Fixtures::suspendForever));
            });
            checkpoint();
          });
      until(() -> child.get() != null);
      untilWaiting(child.get());
      untilWaiting(task);
      thread.get().interrupt();
      assertThatExceptionOfType(TaskCancelledException.class).isThrownBy(task::await);
      assertThat(child.get().state()).isEqualTo(Task.State.CANCELLED);
    });
  }

  @Test
  void foreignInterruptOfAPlainThreadCancelsItsOutermostScopeAndIsGivenBack() throws Exception {
    for (var kind : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
      var thrown = new AtomicReference<Throwable>();
      var flag = new AtomicReference<Boolean>();
      var entered = new AtomicReference<Task<?>>();
      var thread =
          kind.start(() -> {
            thrown.set(
                thrownBy(() ->
                    scope(s -> {
                      entered.set(s.start((Action<?>) Fixtures::suspendForever));
                      suspendForever();
                    })));
            flag.set(Thread.interrupted());
          });
      until(() -> entered.get() != null);
      untilWaiting(entered.get());
      untilBlocked(thread);
      thread.interrupt();
      thread.join();
      assertThat(thrown.get()).isInstanceOf(CancelledError.class).hasMessageContaining("interrupt");
      assertThat(flag.get()).as("interrupted, after the scope").isTrue();
      assertThat(entered.get().state()).isEqualTo(Task.State.CANCELLED);
    }
  }

  @Test
  void foreignInterruptOfAPlainThreadOutsideOfAnyScopeEndsTheWait() throws Exception {
    var thrown = new AtomicReference<Throwable>();
    var flag = new AtomicReference<Boolean>();
    var thread =
        Thread.ofPlatform()
            .start(() -> {
              thrown.set(thrownBy(() -> sleep(LONG)));
              flag.set(Thread.interrupted());
            });
    untilBlocked(thread);
    thread.interrupt();
    thread.join();
    assertThat(thrown.get()).isInstanceOf(CancelledError.class);
    assertThat(flag.get()).isTrue();
  }

  @Test
  void foreignInterruptIsNotTakenForATimeout() throws Exception {
    var thrown = new AtomicReference<Throwable>();
    var flag = new AtomicReference<Boolean>();
    var thread =
        Thread.ofPlatform()
            .start(() -> {
              thrown.set(thrownBy(() -> timeout(LONG, () -> sleep(LONG))));
              flag.set(Thread.interrupted());
            });
    untilBlocked(thread);
    thread.interrupt();
    thread.join();
    assertThat(thrown.get()).isInstanceOf(CancelledError.class);
    assertThat(flag.get()).isTrue();
  }

  @Test
  void foreignInterruptWithinAShieldIsKeptUntilAfterIt() throws Exception {
    onPlatform(() -> {
      shield(() -> {
        Thread.currentThread().interrupt();
        sleep(Duration.ofMillis(1));
        assertNotInterrupted();
      });
      assertThat(Thread.interrupted()).isTrue();
    });
  }

  @Test
  void interruptOfAGatherOrRaceOwnerReachesTheBranches() throws Exception {
    List<Action<?>> shapes =
        List.of(
            () -> gather(List.of(1, 2), i -> new Promise<Integer>().await()),
            () -> race(() -> new Promise<Integer>().await(), () -> new Promise<Integer>().await()));
    for (var shape : shapes) {
      var ended = new AtomicInteger();
      var thrown = new AtomicReference<Throwable>();
      var thread =
          Thread.ofPlatform()
              .start(() -> {
                thrown.set(thrownBy(shape));
                if (Thread.interrupted()) ended.incrementAndGet();
              });
      untilBlocked(thread);
      thread.interrupt();
      thread.join();
      assertThat(thrown.get()).isInstanceOf(CancelledError.class);
      assertThat(ended).as("given back").hasValue(1);
    }
  }

  @Proof
  @Test
  void aWaitThatIsOverKeepsTheInterruptForTheNextBlockingCall() {
    // the promise and the cancellation come together: await returns, Thread.sleep must not block
    for (int i = RacePartner.rounds(2_000); i > 0; i--) {
      var promise = new Promise<Integer>();
      scope(s -> {
        var task =
            s.start(() -> {
              promise.await();
              Thread.sleep(LONG);
            });
        s.start(() -> promise.complete(1));
        task.cancel("race");
      });
    }
  }

  @Proof
  @Test
  void twoCancellersAtOnceStillInterruptABlockingCall() {
    // a scope within the task is cancelled late, while the task itself is cancelled, too
    for (int i = RacePartner.rounds(20_000); i > 0; i--) {
      scope(s -> {
        var inner = new CancelScope();
        var task =
            s.start(() -> {
              inner.run(() -> Thread.onSpinWait());
              Thread.sleep(LONG);
            });
        s.start(() -> inner.cancel("inner"));
        task.cancel("outer");
      });
    }
  }

  @Test
  void exceptionsOfOursThatAnInterruptLedToAreNoInterruptions() {
    // as with a suspension in place of the blocking call: an exception wins over a cancellation
    var scope = new CancelScope();
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() ->
            scope.run(() -> {
              try {
                timeout(Duration.ofMillis(1), () -> Thread.sleep(LONG));
              } finally {
                scope.cancel("meanwhile");
              }
            }));
    var other = new CancelScope();
    assertThatExceptionOfType(TaskFailedException.class)
        .isThrownBy(() ->
            other.run(() -> {
              other.cancel("meanwhile");
              var promise = new Promise<Integer>();
              promise.fail(new InterruptedException("somebody else's"));
              promise.outcome().orElseThrow().get();
            }));
  }
}
