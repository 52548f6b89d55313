package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static weft.Fixtures.suspendForever;
import static weft.Fixtures.thrownBy;
import static weft.Weft.scope;
import static weft.Weft.sleep;
import static weft.Weft.supervise;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Starting tasks: where, by whom, until when. */
@Timeout(30)
class ScopeStartTest {
  @Test
  void scopeEndsAfterAllItsTasks() {
    var ended = new AtomicInteger();
    scope(s -> {
      for (int i = 0; i < 10; i++) {
        s.start(() -> {
          sleep(Duration.ofMillis(1));
          ended.incrementAndGet();
        });
      }
    });
    assertThat(ended).hasValue(10);
  }

  @Test
  void bodyStaysOnTheCallersThreadWithItsThreadLocals() throws Exception {
    Action<RuntimeException> program =
        () -> {
          var local = new ThreadLocal<String>();
          local.set("the caller's");
          var here = Thread.currentThread();
          scope(s -> {
            assertThat(Thread.currentThread()).isSameAs(here);
            assertThat(local.get()).isEqualTo("the caller's");
            local.set("set by the body");
            var other = s.start(() -> Thread.currentThread()).await();
            assertThat(other).isNotSameAs(here);
            assertThat(other.isVirtual()).isTrue();
          });
          supervise(s -> assertThat(Thread.currentThread()).isSameAs(here));
          assertThat(local.get()).isEqualTo("set by the body");
        };
    Fixtures.onPlatform(program);
    Fixtures.onVirtual(program);
  }

  @Test
  void stackTraceOfABodyShowsTheCaller() {
    var thrown =
        thrownBy(() ->
            scope(s -> {
              throw new IllegalStateException();
            }));
    assertThat(thrown.getStackTrace())
        .anyMatch(f -> f.getMethodName().equals("stackTraceOfABodyShowsTheCaller"));
  }

  @Test
  void grandchildrenStartTasksInTheOutermostScope() {
    var seen = ConcurrentHashMap.<Integer>newKeySet();
    scope((Scope s) -> grow(s, 1, seen));
    assertThat(seen).hasSize(1_023);
  }

  private static void grow(Scope s, int n, ConcurrentHashMap.KeySetView<Integer, Boolean> seen) {
    if (n >= 1_024) return;
    s.start(() -> {
      seen.add(n);
      grow(s, 2 * n, seen);
      grow(s, 2 * n + 1, seen);
    });
  }

  @Test
  void startedByATaskOfAnInnerScope() {
    var done = new AtomicInteger();
    scope(outer ->
        scope(inner ->
            inner.start(() -> {
              outer.start(done::incrementAndGet);
            })));
    assertThat(done).hasValue(1);
  }

  @Test
  void startedByAThreadThatIsNoTask() throws InterruptedException {
    var result = new Promise<Integer>();
    var thread = new AtomicReference<Thread>();
    scope(s -> {
      thread.set(Thread.ofPlatform().start(() -> s.start(() -> result.complete(1))));
      assertThat(result.await()).isEqualTo(1);
    });
    thread.get().join();
  }

  @Test
  void startWhileTheBodyIsDoneButATaskRuns() {
    var last = new AtomicInteger();
    var gate = new CountDownLatch(1);
    scope(s -> {
      s.start(() -> {
        gate.await();
        s.start(() -> {
          sleep(Duration.ofMillis(1));
          last.incrementAndGet();
        });
      });
      s.start(gate::countDown);
    });
    assertThat(last).hasValue(1);
  }

  @Test
  void startOnAnEndedScopeIsAClearError() {
    var kept = new AtomicReference<Scope>();
    scope(s -> {
      kept.set(s);
    });
    var ended = kept.get();
    assertThatIllegalStateException()
        .isThrownBy(() -> ended.start(() -> 1))
        .withMessageContaining("ended");
    assertThatIllegalStateException().isThrownBy(() -> ended.background(() -> {}));
    assertThatIllegalStateException().isThrownBy(() -> ended.startReady(ready -> {}));
    assertThat(thrownBy(() -> supervise((Scope s) -> kept.set(s)))).isNull();
    assertThatIllegalStateException().isThrownBy(() -> kept.get().start(() -> 1));
  }

  @Proof
  @Test
  void startRacingWithTheEndEitherRunsOrThrows() {
    for (int i = 0; i < 3_000; i++) {
      var kept = new AtomicReference<Scope>();
      var ran = new AtomicInteger();
      var started = new AtomicInteger();
      scope(outer -> {
        scope(s -> {
          kept.set(s);
          outer.start(() -> {
            try {
              kept.get().start(ran::incrementAndGet);
              started.incrementAndGet();
            } catch (IllegalStateException e) {
              // it had ended
            }
          });
        });
      });
      assertThat(ran.get()).isEqualTo(started.get());
    }
  }

  @Test
  void tasksRunConcurrently() {
    scope(s -> {
      var latch = new CountDownLatch(3);
      for (int i = 0; i < 3; i++) {
        s.start(() -> {
          latch.countDown();
          latch.await();
        });
      }
    });
  }

  @Test
  void valuesAndActions() {
    scope(s -> {
      Task<Integer> value = s.start(() -> 1);
      Task<String> named = s.start("named", () -> "x");
      Task<Void> action = s.start(() -> Weft.checkpoint());
      Task<Void> namedAction = s.start("acts", () -> Weft.checkpoint());
      assertThat(value.await()).isEqualTo(1);
      assertThat(named.await()).isEqualTo("x");
      assertThat(action.await()).isNull();
      assertThat(namedAction.await()).isNull();
      Task<Object> nothing = s.start(() -> null);
      assertThat(nothing.await()).isNull();
    });
  }

  @Test
  void nestedScopesEndFromTheInsideOut() {
    var events = new ArrayList<String>();
    scope(outer -> {
      var task = outer.start((Action<?>) Fixtures::suspendForever);
      scope(inner -> inner.start(() -> events.add("inner task")));
      events.add("inner scope");
      task.onDone(o -> events.add("outer task"));
      outer.cancel("end");
    });
    events.add("outer scope");
    assertThat(events).containsExactly("inner task", "inner scope", "outer task", "outer scope");
  }

  @Test
  void nullsAreRefusedAndHarmless() {
    assertThatNullPointerException().isThrownBy(() -> scope((ScopeAction<?>) null));
    assertThatNullPointerException().isThrownBy(() -> supervise((ScopeBody<?, ?>) null));
    scope(s -> {
      assertThatNullPointerException().isThrownBy(() -> s.start((Body<?, ?>) null));
      assertThatNullPointerException().isThrownBy(() -> s.start((String) null, () -> 1));
      assertThatNullPointerException().isThrownBy(() -> s.start("x", (Action<?>) null));
      assertThatNullPointerException().isThrownBy(() -> s.background(null));
      assertThatNullPointerException().isThrownBy(() -> s.startReady(null));
    });
  }

  @Test
  void noTaskAtAll() {
    assertThat(Weft.<Integer, RuntimeException>scope(s -> 1)).isEqualTo(1);
    scope(s -> {});
    supervise(s -> {});
    assertThat(
            thrownBy(() ->
                scope(s -> {
                  s.cancel("x");
                  suspendForever();
                })))
        .isNull();
  }
}
