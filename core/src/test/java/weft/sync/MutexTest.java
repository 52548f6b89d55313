package weft.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weft.sync.RandomCancellation.untilWaiting;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.CancelScope;
import weft.Weft;

/** Whose a {@link Mutex} is. */
@Timeout(30)
class MutexTest {
  private final Mutex mutex = new Mutex();

  @Test
  void itsHolderCanNotTakeItAgain() {
    try (var _ = mutex.acquire()) {
      assertThatIllegalStateException()
          .isThrownBy(mutex::acquire)
          .withMessage("this task holds the mutex already; it is not reentrant");
      assertThatIllegalStateException().isThrownBy(() -> mutex.with(() -> {}));
      assertThat(mutex.tryAcquire()).isEmpty();
    }
    assertThat(mutex.isHeld()).isFalse();
  }

  @Test
  void aPermitClosedTwiceIsAnError() {
    var permit = mutex.acquire();
    permit.close();
    assertThatIllegalStateException()
        .isThrownBy(permit::close)
        .withMessageEndingWith("doesn't hold the free mutex");
    var another = mutex.acquire();
    assertThatIllegalStateException()
        .isThrownBy(permit::close)
        .withMessage("this permit of the mutex was closed before");
    assertThat(mutex.isHeld()).isTrue();
    another.close();
  }

  @Test
  void onlyItsHolderCanReleaseIt() {
    var permit = mutex.acquire();
    var holder = Thread.currentThread().getName();
    Weft.scope(s -> {
      s.start(
          "thief",
          () ->
              assertThatIllegalStateException()
                  .isThrownBy(permit::close)
                  .withMessage("this task, thief, doesn't hold the mutex held by " + holder));
    });
    assertThat(mutex.isHeld()).isTrue();
    permit.close();
    assertThat(mutex.isHeld()).isFalse();
  }

  @Test
  void itShowsWhoHoldsItAndHowManyWait() {
    assertThat(mutex).hasToString("free mutex");
    assertThat(mutex.holder()).isEmpty();
    var permit = mutex.acquire();
    assertThat(mutex.holder()).hasValue(Thread.currentThread());
    var holder = Thread.currentThread().getName();
    assertThat(mutex).hasToString("mutex held by " + holder);
    Weft.scope(s -> {
      var task = s.start("next", () -> mutex.with(() -> mutex.toString()));
      untilWaiting(task);
      assertThat(mutex).hasToString("mutex held by " + holder + ", 1 waiting");
      assertThat(mutex.waiters()).isEqualTo(1);
      permit.close();
      assertThat(task.await()).isEqualTo("mutex held by next");
    });
  }

  @Test
  void theBodysFailureComesOutAndTheMutexIsFree() {
    assertThatThrownBy(() ->
            mutex.with(() -> {
              throw new java.io.IOException("broken");
            }))
        .isInstanceOf(java.io.IOException.class);
    assertThat(mutex.isHeld()).isFalse();
    int value = mutex.with(() -> 7);
    assertThat(value).isEqualTo(7);
  }

  @Test
  void oneWhoIsCancelledDoesNotGetItEvenIfItIsFree() {
    var scope = new CancelScope();
    scope.cancel("before");
    var entered = new AtomicBoolean();
    boolean done = scope.run(() -> mutex.with(() -> entered.set(true)));
    assertThat(done).isFalse();
    assertThat(entered).isFalse();
    assertThat(mutex.isHeld()).isFalse();
  }
}
