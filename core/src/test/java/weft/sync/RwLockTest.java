package weft.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static weft.sync.RandomCancellation.untilWaiting;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Scope;
import weft.Task;
import weft.Weft;

/** Who is let into an {@link RwLock}, and what is refused. */
@Timeout(30)
class RwLockTest {
  private final RwLock lock = new RwLock();
  private final List<String> order = new ArrayList<>(); // guarded by itself

  private Task<Void> reader(Scope scope, String name) {
    return user(scope, name, () -> lock.withRead(() -> note(name)));
  }

  private Task<Void> writer(Scope scope, String name) {
    return user(scope, name, () -> lock.withWrite(() -> note(name)));
  }

  private static Task<Void> user(Scope scope, String name, Runnable body) {
    var task = scope.start(name, body::run);
    untilWaiting(task);
    return task;
  }

  private void note(String name) {
    synchronized (order) {
      order.add(name);
    }
  }

  @Test
  void readersAreInTogether() {
    try (var _ = lock.acquireRead()) {
      Weft.scope(s -> {
        for (int i = 0; i < 5; i++) s.start(() -> lock.withRead(() -> {}));
      });
      assertThat(lock.readers()).containsExactly(Thread.currentThread());
    }
    assertThat(lock.readers()).isEmpty();
  }

  @Test
  void aReaderWaitsBehindAWriterThatWaits() {
    Weft.scope(s -> {
      var permit = lock.acquireRead();
      var writer = writer(s, "w");
      var reader = reader(s, "r");
      assertThat(lock.waiters()).isEqualTo(2);
      s.start(() -> assertThat(lock.tryAcquireRead()).isEmpty()).await();
      permit.close();
      writer.await();
      reader.await();
    });
    assertThat(order).containsExactly("w", "r");
  }

  @Test
  void allWaitInOneLine() {
    Weft.scope(s -> {
      var permit = lock.acquireWrite();
      writer(s, "w1");
      reader(s, "r1");
      writer(s, "w2");
      reader(s, "r2");
      permit.close();
    });
    assertThat(order).containsExactly("w1", "r1", "w2", "r2");
  }

  @Test
  void aWriterThatIsCancelledLetsTheReadersBehindItIn() {
    Weft.supervise(s -> {
      try (var _ = lock.acquireRead()) {
        var writer = writer(s, "w");
        var one = reader(s, "r1");
        var two = reader(s, "r2");
        writer.cancel("leaves");
        one.await();
        two.await();
      }
    });
    assertThat(order).containsExactlyInAnyOrder("r1", "r2");
  }

  @Test
  void aDowngradeLetsReadersInButNoWriter() {
    Weft.scope(s -> {
      try (var _ = lock.acquireWrite()) {
        var reader = reader(s, "r");
        var writer = writer(s, "w");
        lock.downgrade();
        reader.await();
        assertThat(writer.isDone()).isFalse();
        assertThat(lock.writer()).isEmpty();
        assertThat(lock.readers()).containsExactly(Thread.currentThread());
      }
    });
    assertThat(order).containsExactly("r", "w");
    assertThat(lock).hasToString("free read-write lock");
  }

  @Test
  void aReaderCanNotTakeItAgain() {
    try (var _ = lock.acquireRead()) {
      for (Runnable again : List.<Runnable>of(lock::acquireRead, lock::acquireWrite)) {
        assertThatIllegalStateException()
            .isThrownBy(again::run)
            .withMessage(
                "this task holds the lock to read; it can't take it again, and can't upgrade it");
      }
      assertThat(lock.tryAcquireRead()).isEmpty();
      assertThat(lock.tryAcquireWrite()).isEmpty();
      assertThatIllegalStateException().isThrownBy(lock::downgrade);
    }
    assertThat(lock).hasToString("free read-write lock");
  }

  @Test
  void aWriterCanNotTakeItAgain() {
    try (var _ = lock.acquireWrite()) {
      for (Runnable again : List.<Runnable>of(lock::acquireRead, lock::acquireWrite)) {
        assertThatIllegalStateException()
            .isThrownBy(again::run)
            .withMessage("this task holds the lock to write; it is not reentrant");
      }
      assertThat(lock.tryAcquireRead()).isEmpty();
      assertThat(lock.tryAcquireWrite()).isEmpty();
    }
  }

  @Test
  void aPermitClosedTwiceOrByAnotherIsAnError() {
    var permit = lock.acquireRead();
    Weft.scope(s -> {
      s.start(
          "thief",
          () ->
              assertThatIllegalStateException()
                  .isThrownBy(permit::close)
                  .withMessage("this task, thief, doesn't hold the read-write lock read by 1"));
    });
    permit.close();
    var again = lock.acquireRead();
    assertThatIllegalStateException()
        .isThrownBy(permit::close)
        .withMessage("this permit of the lock was closed before");
    again.close();
  }

  @Test
  void itShowsWhoHoldsIt() {
    var name = Thread.currentThread().getName();
    Weft.scope(s -> {
      try (var _ = lock.acquireWrite()) {
        assertThat(lock.writer()).hasValue(Thread.currentThread());
        reader(s, "r");
        assertThat(lock).hasToString("read-write lock written by " + name + ", 1 waiting");
      }
    });
  }
}
