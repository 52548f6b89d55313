package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static weft.Fixtures.LONG;
import static weft.Fixtures.assertNotInterrupted;
import static weft.Fixtures.onPlatform;
import static weft.Fixtures.onVirtual;
import static weft.Fixtures.suspendForever;
import static weft.Weft.asCompleted;
import static weft.Weft.await;
import static weft.Weft.checkpoint;
import static weft.Weft.firstCompleted;
import static weft.Weft.gather;
import static weft.Weft.gatherSettled;
import static weft.Weft.moveOnAfter;
import static weft.Weft.onCancel;
import static weft.Weft.race;
import static weft.Weft.runIn;
import static weft.Weft.scope;
import static weft.Weft.shield;
import static weft.Weft.sleep;
import static weft.Weft.supervise;
import static weft.Weft.timeout;
import static weft.Weft.toThread;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every entry point, on threads that Weft knows nothing of. */
@Timeout(30)
class PlainThreadTest {
  private static void everything() throws Exception {
    var here = Thread.currentThread();
    var local = new ThreadLocal<String>();
    local.set("mine");
    checkpoint();
    sleep(Duration.ofNanos(1));
    sleep(Duration.ZERO);
    scope(s -> {
      assertThat(Thread.currentThread()).isSameAs(here);
      assertThat(local.get()).isEqualTo("mine");
      var one = s.start(() -> 1);
      var two = s.start(() -> 2);
      assertThat(one.await() + two.await()).isEqualTo(3);
      assertThat(firstCompleted(List.of(one, two)).isDone()).isTrue();
      for (var task : asCompleted(List.of(one, two))) assertThat(task.isDone()).isTrue();
      int ready = s.startReady(r -> r.ready(3));
      assertThat(ready).isEqualTo(3);
      s.background(() -> suspendForever());
    });
    supervise(s -> s.start(() -> 1));
    assertThat(gather(List.of(1, 2), i -> i)).containsExactly(1, 2);
    assertThat(gatherSettled(List.of(1), i -> i)).containsExactly(new Outcome.Success<>(1));
    assertThat(List.of(race(() -> 1))).containsExactly(1);
    Thread inTimeout = timeout(LONG, Thread::currentThread);
    assertThat(inTimeout).isSameAs(here);
    assertThat(moveOnAfter(Duration.ofMillis(1), () -> suspendForever())).isFalse();
    Thread inShield = shield(Thread::currentThread);
    assertThat(inShield).isSameAs(here);
    Thread elsewhere = toThread(Thread::currentThread);
    assertThat(elsewhere).isNotSameAs(here);
    int there = runIn(Thread::startVirtualThread, () -> 1);
    assertThat(there).isEqualTo(1);
    assertThat(await(CompletableFuture.completedFuture(1))).isEqualTo(1);
    int registered = onCancel(() -> {}, () -> 1);
    assertThat(registered).isEqualTo(1);
    Thread inRun = Weft.run(Thread::currentThread);
    assertThat(inRun.isVirtual()).isTrue();
    assertThat(Local.of("x").get()).isEqualTo("x");
    checkpoint();
    assertNotInterrupted();
  }

  @Test
  void onAPlatformThread() throws Exception {
    onPlatform(PlainThreadTest::everything);
  }

  @Test
  void onAVirtualThread() throws Exception {
    onVirtual(PlainThreadTest::everything);
  }

  @Test
  void onAPoolsThread() throws Exception {
    var done = new CompletableFuture<Void>();
    ForkJoinPool.commonPool()
        .execute(() -> {
          try {
            everything();
            done.complete(null);
          } catch (Throwable t) {
            done.completeExceptionally(t);
          }
        });
    done.get();
  }

  @Test
  void withinRunAndWithinATask() throws Exception {
    Weft.run(PlainThreadTest::everything);
    scope(s -> s.start(PlainThreadTest::everything));
  }

  @Test
  void threadWithAHandlerOfItsOwnKeepsIt() throws Exception {
    var uncaught = new AtomicReference<Throwable>();
    var error = new IllegalStateException("x");
    var thread =
        Thread.ofPlatform()
            .uncaughtExceptionHandler((t, e) -> uncaught.set(e))
            .start(() ->
                scope(s -> {
                  s.start(() -> 1).await();
                  throw error;
                }));
    thread.join();
    assertThat(uncaught.get()).isSameAs(error);
  }

  @Test
  void taskThatSetsItsThreadsHandlerCanStillBeCancelled() {
    scope(s -> {
      var task =
          s.start(() -> {
            Thread.currentThread().setUncaughtExceptionHandler((t, e) -> {});
            suspendForever();
          });
      Fixtures.until(() -> task.state() != Task.State.PENDING);
      task.cancel("x");
      Fixtures.until(task::isDone);
      assertThat(task.state()).isEqualTo(Task.State.CANCELLED);
    });
  }

  @Test
  void plainThreadStartedByATaskIsNoPartOfIt() {
    scope(s -> {
      var thrown = new AtomicReference<Throwable>();
      var gate = new Promise<Integer>();
      var task =
          s.start(() -> {
            var thread =
                Thread.ofVirtual().start(() -> thrown.set(Fixtures.thrownBy(() -> gate.await())));
            try {
              suspendForever();
            } finally {
              gate.complete(1);
              Fixtures.until(() -> !thread.isAlive());
            }
          });
      Fixtures.untilWaiting(task);
      task.cancel("x");
      Fixtures.until(task::isDone);
      assertThat(thrown.get()).isNull();
    });
  }
}
