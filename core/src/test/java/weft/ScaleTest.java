package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Fixtures.suspendForever;
import static weft.Fixtures.thrownBy;
import static weft.Weft.checkpoint;
import static weft.Weft.gather;
import static weft.Weft.gatherSettled;
import static weft.Weft.race;
import static weft.Weft.scope;
import static weft.Weft.sleep;
import static weft.Weft.timeout;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many of everything. */
@Proof
@Timeout(60)
class ScaleTest {
  private static final int MANY = 100_000;
  private static final int DEEP = 10_000;

  /** Runs {@code body} on a thread with a stack for deep recursion. */
  private static void onDeepStack(Action<?> body) throws InterruptedException {
    var thrown = new AtomicReference<Throwable>();
    var thread = new Thread(null, () -> thrown.set(thrownBy(body)), "deep", 1L << 30);
    thread.start();
    thread.join();
    assertThat(thrown.get()).isNull();
  }

  @Test
  void tasksInOneScope() {
    var ran = new AtomicInteger();
    scope(s -> {
      for (int i = 0; i < MANY; i++) s.start(ran::incrementAndGet);
    });
    assertThat(ran).hasValue(MANY);
  }

  @Test
  void suspendedTasksCancelledAtOnce() throws InterruptedException {
    var begun = new CountDownLatch(MANY);
    var ended = new AtomicInteger();
    scope(s -> {
      for (int i = 0; i < MANY; i++) {
        s.start(() -> {
          begun.countDown();
          try {
            suspendForever();
          } finally {
            ended.incrementAndGet();
          }
        });
      }
      begun.await();
      s.cancel("all of them");
    });
    assertThat(ended).hasValue(MANY);
  }

  @Test
  void sleepers() {
    scope(s -> {
      for (int i = 0; i < MANY; i++) {
        int n = i;
        s.start(() -> sleep(Duration.ofMillis(n % 50)));
      }
    });
  }

  @Test
  void failuresInOneScope() {
    var thrown =
        thrownBy(() ->
            scope(s -> {
              for (int i = 0; i < DEEP; i++) {
                s.start(() -> {
                  throw new IOException();
                });
              }
            }));
    assertThat(thrown).isInstanceOf(TaskFailedException.class);
  }

  @Test
  void gatherOfMany() {
    var items = IntStream.range(0, MANY).boxed().toList();
    assertThat(gather(items, i -> i)).isEqualTo(items);
    assertThat(gather(items, 100, i -> i)).isEqualTo(items);
    assertThat(gatherSettled(items, i -> i)).hasSize(MANY);
  }

  @Test
  void raceOfMany() {
    var bodies = new ArrayList<Body<Integer, RuntimeException>>();
    for (int i = 0; i < DEEP; i++) {
      int n = i;
      bodies.add(() -> {
        if (n < DEEP - 1) suspendForever();
        return n;
      });
    }
    int won = race(bodies);
    assertThat(won).isEqualTo(DEEP - 1);
  }

  @Test
  void nestedScopes() throws InterruptedException {
    var deepest = new AtomicInteger();
    onDeepStack(() -> assertThat(nestScopes(DEEP, deepest)).isEqualTo(DEEP));
    assertThat(deepest).hasValue(1);
  }

  private static int nestScopes(int depth, AtomicInteger deepest) {
    if (depth == 0) return deepest.getAndIncrement();
    return scope(s -> {
      s.start(() -> checkpoint());
      return nestScopes(depth - 1, deepest) + 1;
    });
  }

  @Test
  void nestedScopesCancelledFromTheTop() throws InterruptedException {
    onDeepStack(() -> {
      var top = new CancelScope();
      boolean done =
          top.run(() ->
              nestScopesAndThen(
                  DEEP,
                  () -> {
                    top.cancel("from the top");
                    checkpoint();
                  }));
      assertThat(done).isFalse();
      checkpoint();
    });
  }

  @Test
  void failureAtTheBottomOfNestedScopesIsWrappedNever() throws InterruptedException {
    var error = new IllegalStateException("bottom");
    onDeepStack(() ->
        assertThat(
                thrownBy(() ->
                    nestScopesAndThen(
                        DEEP,
                        () -> {
                          throw error;
                        })))
            .isSameAs(error));
    assertThat(error.getSuppressed()).isEmpty();
  }

  private static void nestScopesAndThen(int depth, Action<RuntimeException> action) {
    if (depth == 0) action.run();
    else scope((Scope s) -> nestScopesAndThen(depth - 1, action));
  }

  @Test
  void nestedTimeouts() throws InterruptedException {
    onDeepStack(() -> assertThat(nestTimeouts(DEEP)).isEqualTo(DEEP));
  }

  private static int nestTimeouts(int depth) {
    return depth == 0 ? 0 : timeout(Duration.ofHours(1), () -> nestTimeouts(depth - 1)) + 1;
  }

  @Test
  void taskInATaskInATask() {
    assertThat(nestTasks(DEEP)).isEqualTo(DEEP);
  }

  private static int nestTasks(int depth) {
    if (depth == 0) return 0;
    return scope(s -> s.start(() -> nestTasks(depth - 1) + 1).await());
  }

  @Test
  void taskInATaskCancelledFromTheTop() {
    scope(s -> {
      var bottom = new Promise<Integer>();
      s.start(() -> nestTasksAndWait(2_000, bottom));
      bottom.await();
      s.cancel("from the top");
    });
  }

  private static void nestTasksAndWait(int depth, Promise<Integer> bottom) {
    if (depth == 0) {
      bottom.complete(1);
      suspendForever();
    }
    scope(s -> s.start(() -> nestTasksAndWait(depth - 1, bottom)));
  }
}
