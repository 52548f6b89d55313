package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static weft.Fixtures.LONG;
import static weft.Fixtures.suspendForever;
import static weft.Fixtures.thrownBy;
import static weft.Fixtures.untilWaiting;
import static weft.Weft.scope;
import static weft.Weft.sleep;
import static weft.Weft.timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@link Scope#cancel}, and cancellations from further out that meet a scope. */
@Timeout(30)
class ScopeCancelTest {
  @Test
  void cancelsBodyAndTasksAndReturnsNormallyWithoutAValue() {
    var tasks = new ArrayList<Task<Void>>();
    scope(s -> {
      for (int i = 0; i < 3; i++) tasks.add(s.start((Action<?>) Fixtures::suspendForever));
      assertThat(s.cancel("done here")).isTrue();
      assertThat(s.cancel("again")).isFalse();
      sleep(LONG);
    });
    assertThat(tasks)
        .allSatisfy(t -> assertThat(t.outcome()).contains(new Outcome.Cancelled<>("done here")));
  }

  @Test
  void scopeWithAValueThatWasCutShortThrows() {
    assertThatExceptionOfType(TaskCancelledException.class)
        .isThrownBy(() ->
            scope(s -> {
              s.cancel("no value");
              sleep(LONG);
              return 1;
            }))
        .withMessageContaining("no value");
  }

  @Test
  void scopeWithAValueKeepsItIfItsBodyWasDone() {
    int value =
        scope(s -> {
          s.start(() -> sleep(LONG));
          s.cancel("tasks no longer needed");
          return 7;
        });
    assertThat(value).isEqualTo(7);
  }

  @Test
  void anyThreadMayCancel() throws Exception {
    var open = new AtomicReference<Scope>();
    var opened = new CountDownLatch(1);
    var thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                opened.await();
                open.get().cancel("from outside");
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    scope(s -> {
      open.set(s);
      opened.countDown();
      suspendForever();
    });
    thread.join();
    assertThat(open.get().cancel("after the end")).isFalse();
  }

  @Test
  void cancellingAnEndedScopeHasNoEffect() {
    var kept = new AtomicReference<Scope>();
    scope((ScopeAction<RuntimeException>) kept::set);
    kept.get().cancel("late");
    kept.get().cancel("late", Duration.ofSeconds(1));
    sleep(Duration.ofNanos(1));
  }

  @Test
  void reachesGrandchildren() throws InterruptedException {
    var outcomes = new ArrayList<String>();
    scope(s -> {
      var ready = new CountDownLatch(1);
      s.start(() ->
          scope(inner -> {
            var grandchild =
                inner.start(() -> {
                  ready.countDown();
                  suspendForever();
                });
            grandchild.onDone(o -> outcomes.add(o.toString()));
          }));
      ready.await();
      s.cancel("all of you");
    });
    assertThat(outcomes).containsExactly("Cancelled[reason=all of you]");
  }

  @Test
  void siblingsOutsideAreNotTouched() {
    scope(s -> {
      var outside =
          s.start(() -> {
            sleep(Duration.ofMillis(1));
            return "unharmed";
          });
      scope(inner -> {
        inner.start(() -> sleep(LONG));
        inner.cancel("only these");
      });
      assertThat(outside.await()).isEqualTo("unharmed");
    });
  }

  @Test
  void outerCancellationThatCutsTasksShortComesOutOfTheScope() {
    // the body is done: it is a task that is cut short, and the scope must not look complete
    var clock = new ManualClock();
    var completed = new AtomicBoolean();
    var thrown = new AtomicReference<Throwable>();
    clock
        .environment()
        .run(() ->
            scope(s -> {
              s.start(() -> {
                thrown.set(
                    thrownBy(() ->
                        timeout(
                            Duration.ofSeconds(1),
                            () -> {
                              scope(inner -> inner.start(() -> sleep(LONG)));
                              completed.set(true);
                            })));
              });
              clock.awaitTimers(2);
              clock.advance(Duration.ofSeconds(1));
            }));
    assertThat(completed).as("code after a scope whose task was cut short").isFalse();
    assertThat(thrown.get()).isInstanceOf(TimeoutException.class);
  }

  @Test
  void outerCancellationDoesNotSpoilAScopeWhoseTasksAreDone() {
    var outer = new CancelScope();
    var value =
        outer.run(() ->
            scope(s -> {
              s.start(() -> 1).await();
              outer.cancel("too late");
              return "whole";
            }));
    assertThat(value).contains("whole");
  }

  @Test
  void cleanUpOfATaskRunsBeforeTheScopeEnds() {
    var events = new ArrayList<String>();
    scope(s -> {
      var task =
          s.start(() -> {
            try {
              suspendForever();
            } finally {
              Weft.shield(() -> sleep(Duration.ofMillis(1)));
              events.add("cleaned up");
            }
          });
      untilWaiting(task);
      s.cancel("end");
    });
    events.add("after the scope");
    assertThat(events).containsExactly("cleaned up", "after the scope");
  }

  @Test
  void racingCancellersCountOnce() {
    for (int i = 0; i < 2_000; i++) {
      var first = new AtomicInteger();
      scope(s -> {
        var target = s.start((Action<?>) Fixtures::suspendForever);
        Body<Boolean, RuntimeException> canceller =
            () -> {
              if (target.cancel("race")) first.incrementAndGet();
              return true;
            };
        Weft.gather(List.of(1, 2, 3), n -> canceller.call());
      });
      assertThat(first.get()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void reasonsMustNotBeNull() {
    scope(s -> {
      var task = s.start((Action<?>) Fixtures::suspendForever);
      assertThatNullPointerException().isThrownBy(() -> s.cancel((String) null));
      assertThatNullPointerException().isThrownBy(() -> s.cancel(null, LONG));
      assertThatNullPointerException().isThrownBy(() -> task.cancel((String) null));
      assertThatNullPointerException().isThrownBy(() -> task.cancel(null, LONG));
      assertThatNullPointerException().isThrownBy(() -> new CancelScope().cancel((String) null));
      assertThatNullPointerException().isThrownBy(() -> new CancelScope().cancel(null, LONG));
      assertThatNullPointerException().isThrownBy(() -> new Promise<>().cancel((String) null));
      s.cancel("end");
    });
  }
}
