package weft.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static weft.sync.RandomCancellation.untilWaiting;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Proof;
import weft.Scope;
import weft.Task;
import weft.Weft;

/** Several permits of a {@link Semaphore} at once. */
@Timeout(60)
class SemaphoreManyTest {
  private final Semaphore semaphore = new Semaphore(5);
  private final List<Integer> order = new ArrayList<>(); // guarded by itself

  private Task<Void> waiter(Scope scope, int number) {
    var task =
        scope.start(() -> {
          try (var _ = semaphore.acquireMany(number)) {
            synchronized (order) {
              order.add(number);
            }
          }
        });
    untilWaiting(task);
    return task;
  }

  @Test
  void theBigOneIsNotOvertaken() {
    Weft.scope(s -> {
      var one = semaphore.acquire();
      var two = semaphore.acquireMany(2);
      var big = waiter(s, 5);
      var small = waiter(s, 1);
      assertThat(semaphore.available()).isEqualTo(2);
      assertThat(semaphore.tryAcquire()).isEmpty();
      assertThat(semaphore).hasToString("semaphore with 2 of 5 permits free, 2 waiting");
      two.close();
      assertThat(big.isDone()).isFalse();
      assertThat(small.isDone()).isFalse();
      one.close();
    });
    assertThat(order).containsExactly(5, 1);
    assertThat(semaphore).hasToString("semaphore with 5 of 5 permits free");
  }

  @Test
  void oneReleaseLetsSeveralIn() {
    Weft.scope(s -> {
      var all = semaphore.acquireMany(5);
      waiter(s, 2);
      waiter(s, 3);
      waiter(s, 1);
      all.close();
    });
    assertThat(order).containsExactlyInAnyOrder(2, 3, 1);
    assertThat(semaphore.available()).isEqualTo(5);
  }

  @Test
  void aBigOneThatIsCancelledLetsThoseBehindItIn() {
    Weft.supervise(s -> {
      try (var _ = semaphore.acquireMany(3)) {
        var big = waiter(s, 4);
        var small = waiter(s, 1);
        var another = waiter(s, 1);
        big.cancel("leaves");
        small.await();
        another.await();
      }
    });
    assertThat(order).containsExactly(1, 1);
    assertThat(semaphore.available()).isEqualTo(5);
  }

  @Test
  void moreThanThereAreCanNotBeTaken() {
    for (int number : new int[] {-1, 0, 6}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> semaphore.acquireMany(number))
          .withMessage("of this semaphore one can take 1 to 5 permits, not " + number);
      assertThatIllegalArgumentException().isThrownBy(() -> semaphore.tryAcquireMany(number));
    }
    assertThat(semaphore.available()).isEqualTo(5);
  }

  @Test
  void aPermitClosedTwiceGivesBackOnce() {
    var two = semaphore.tryAcquireMany(2).orElseThrow();
    two.close();
    two.close();
    assertThat(semaphore.available()).isEqualTo(5);
    assertThat(semaphore.permits()).isEqualTo(5);
  }

  @Proof
  @Test
  void randomNumbersUnderRandomCancellation() {
    var taken = new AtomicInteger();
    var violations = new AtomicInteger();
    RandomCancellation.run(
        60_000,
        (_, random) -> {
          int number = 1 + random.nextInt(5);
          try (var _ = semaphore.acquireMany(number)) {
            if (taken.addAndGet(number) > 5) violations.incrementAndGet();
            if (random.nextBoolean()) Thread.yield();
            taken.addAndGet(-number);
          }
        });
    assertThat(violations).hasValue(0);
    assertThat(semaphore).hasToString("semaphore with 5 of 5 permits free");
  }
}
