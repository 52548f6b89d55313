package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static weft.Fixtures.blockForever;
import static weft.Fixtures.onPlatform;
import static weft.Fixtures.onVirtual;
import static weft.Fixtures.suspendForever;
import static weft.Fixtures.thrownBy;
import static weft.Weft.checkpoint;
import static weft.Weft.gather;
import static weft.Weft.moveOnAfter;
import static weft.Weft.runIn;
import static weft.Weft.scope;
import static weft.Weft.sleep;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.channel.WorkQueue;

/** Work on an executor of the caller's choice. */
@Timeout(30)
class RunInTest {
  private static final Duration SOON = Duration.ofMillis(3);

  @Test
  void runsOnTheExecutor() throws Exception {
    try (var pool = Executors.newFixedThreadPool(2, r -> new Thread(r, "mine"))) {
      String name = runIn(pool, () -> Thread.currentThread().getName());
      assertThat(name).isEqualTo("mine");
      runIn(pool, () -> checkpoint());
      assertThat(gather(List.of(1, 2, 3), n -> runIn(pool, () -> n * 2))).containsExactly(2, 4, 6);
      var error = new IOException("x");
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() ->
              runIn(
                  pool,
                  () -> {
                    throw error;
                  }))
          .isSameAs(error);
    }
    int inAFork = runIn(ForkJoinPool.commonPool(), () -> 1);
    assertThat(inAFork).isEqualTo(1);
  }

  @Test
  void executorThatRefusesOrFails() {
    var pool = Executors.newSingleThreadExecutor();
    pool.shutdown();
    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> runIn(pool, () -> 1));
    Executor broken =
        command -> {
          throw new AssertionError("broken");
        };
    assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> runIn(broken, () -> 1));
    checkpoint();
  }

  @Test
  void executorThatForgetsTheWorkCanBeLeft() {
    assertThat(moveOnAfter(SOON, () -> runIn(command -> {}, () -> 1))).isEmpty();
  }

  @Test
  void executorThatRunsItTwiceRunsItOnce() {
    int[] runs = {0};
    Executor twice =
        command -> {
          command.run();
          command.run();
        };
    runIn(twice, () -> runs[0]++);
    assertThat(runs[0]).isEqualTo(1);
  }

  @Test
  void executorOnTheCallersOwnThread() throws Exception {
    Action<RuntimeException> program =
        () -> {
          Executor here = Runnable::run;
          int value = runIn(here, () -> gather(List.of(1, 2), i -> i).size());
          assertThat(value).isEqualTo(2);
          assertThat(thrownBy(() -> runIn(here, () -> Integer.parseInt("x"))))
              .isInstanceOf(NumberFormatException.class);
          assertThat(moveOnAfter(SOON, () -> runIn(here, () -> suspendForever()))).isFalse();
          Fixtures.assertNotInterrupted();
          assertThat(moveOnAfter(SOON, () -> runIn(here, () -> sleep(Fixtures.LONG)))).isFalse();
          checkpoint();
          Fixtures.assertNotInterrupted();
        };
    onPlatform(program);
    onVirtual(program);
    scope(s -> s.start(program));
  }

  @Test
  void blockingOnTheCallersOwnThreadIsCut() throws Exception {
    Action<RuntimeException> program =
        () -> {
          for (int i = 0; i < 10; i++) {
            assertThat(
                    thrownBy(
                        () -> moveOnAfter(SOON, () -> runIn(Runnable::run, () -> blockForever()))))
                .isNull();
            Fixtures.assertNotInterrupted();
            checkpoint();
          }
        };
    onPlatform(program);
    onVirtual(program);
    scope(s -> s.start(program));
  }

  @Test
  void executorThatIsAScope() {
    scope(s -> {
      Executor tasks = command -> s.start(command::run);
      int value = runIn(tasks, () -> 5);
      assertThat(value).isEqualTo(5);
      assertThat(moveOnAfter(SOON, () -> runIn(tasks, () -> suspendForever()))).isFalse();
      checkpoint();
    });
  }

  @Test
  void virtualThreadsPerTask() throws InterruptedException {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(moveOnAfter(SOON, () -> runIn(executor, () -> blockForever()))).isFalse();
      int value = runIn(executor, () -> 3);
      assertThat(value).isEqualTo(3);
    }
  }

  @Test
  void nullsAreRefused() {
    assertThatNullPointerException().isThrownBy(() -> runIn(null, () -> 1));
    assertThatNullPointerException()
        .isThrownBy(() -> runIn(ForkJoinPool.commonPool(), (Action<?>) null));
  }

  @Test
  void taskThatIsAnExecutorOutlivesACancelledCaller() {
    scope(s -> {
      var jobs = WorkQueue.<Runnable>unbounded();
      var loop =
          s.start(() -> {
            while (true) jobs.take().run();
          });
      var begun = new Promise<Void>();
      var caller =
          s.start(() ->
              runIn(
                  jobs::put,
                  () -> {
                    begun.complete(null);
                    suspendForever();
                  }));
      begun.await();
      caller.cancel("enough");
      assertThat(runIn(jobs::put, () -> 2)).isEqualTo(2);
      assertThat(loop.isDone()).isFalse();
      loop.cancel("done");
    });
  }
}
