package weft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static weft.Fixtures.until;
import static weft.Fixtures.untilWaiting;
import static weft.Weft.await;
import static weft.Weft.moveOnAfter;
import static weft.Weft.scope;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Futures of the JDK, awaited. */
@Timeout(30)
class AwaitStageTest {
  @Test
  void valueNowOrLater() {
    assertThat(await(CompletableFuture.completedFuture(1))).isEqualTo(1);
    Object nothing = await(CompletableFuture.completedFuture(null));
    assertThat(nothing).isNull();
    assertThat(await(CompletableFuture.supplyAsync(() -> 2))).isEqualTo(2);
    scope(s -> {
      var future = new CompletableFuture<Integer>();
      var task = s.start(() -> await(future));
      untilWaiting(task);
      future.complete(3);
      assertThat(task.await()).isEqualTo(3);
    });
  }

  @Test
  void failureIsWrappedOnceHoweverDeep() {
    var error = new IOException("x");
    var failed = CompletableFuture.<Integer>failedFuture(error);
    assertThatExceptionOfType(TaskFailedException.class)
        .isThrownBy(() -> await(failed))
        .withCause(error);
    assertThatExceptionOfType(TaskFailedException.class)
        .isThrownBy(
            () -> await(failed.thenApply(i -> i).thenCompose(CompletableFuture::completedFuture)))
        .withCause(error);
    var bare = new CompletionException("without a cause", null);
    assertThatExceptionOfType(TaskFailedException.class)
        .isThrownBy(() -> await(CompletableFuture.failedFuture(bare)))
        .withCause(bare);
    var fatal = new AssertionError("broken");
    assertThatExceptionOfType(TaskFailedException.class)
        .isThrownBy(() -> await(CompletableFuture.failedFuture(fatal)))
        .withCause(fatal);
  }

  @Test
  void futureOfATaskKeepsItsFailure() {
    var error = new IOException("x");
    Weft.supervise(s -> {
      var task =
          s.start(() -> {
            throw error;
          });
      assertThatExceptionOfType(TaskFailedException.class)
          .isThrownBy(() -> await(task.toFuture()))
          .withCause(error);
    });
  }

  @Test
  void cancelledFuture() {
    var future = new CompletableFuture<Integer>();
    future.cancel(true);
    assertThatExceptionOfType(TaskCancelledException.class).isThrownBy(() -> await(future));
    assertThatExceptionOfType(TaskCancelledException.class)
        .isThrownBy(() -> await(future.thenApply(i -> i)));
  }

  @Test
  void cancelledCallerCancelsTheFuture() {
    var future = new CompletableFuture<Integer>();
    assertThat(moveOnAfter(Duration.ofMillis(1), () -> await(future))).isEmpty();
    assertThat(future).isCancelled();
  }

  @Test
  void stageThatCannotBeCancelledGoesOn() {
    var future = new CompletableFuture<Integer>();
    assertThat(moveOnAfter(Duration.ofMillis(1), () -> await(future.minimalCompletionStage())))
        .isEmpty();
    assertThat(future.isDone()).isFalse();
  }

  @Proof
  @Test
  void completionRacingWithCancellation() {
    for (int i = 0; i < 3_000; i++) {
      var future = new CompletableFuture<Integer>();
      scope(s -> {
        var task = s.start(() -> await(future));
        s.start(() -> future.complete(1));
        task.cancel("race");
        until(task::isDone);
        assertThat(task.state()).isNotEqualTo(Task.State.FAILED);
      });
    }
  }

  @Test
  void nullIsRefused() {
    assertThatNullPointerException().isThrownBy(() -> await(null));
  }
}
