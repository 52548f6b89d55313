package weft;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.sync.Semaphore;

/** One permit and two, of a semaphore with two. */
@Timeout(120)
public class SemaphoreManyWaitLincheckTest extends WaitLincheck {
  private final Semaphore semaphore = new Semaphore(2);
  private final AtomicInteger taken = new AtomicInteger();

  private boolean enter(int number) {
    try (var _ = semaphore.acquireMany(number)) {
      boolean right = taken.addAndGet(number) <= 2;
      taken.addAndGet(-number);
      return right;
    }
  }

  @Override
  boolean usePlain() {
    return enter(1);
  }

  @Override
  boolean useCancellable() {
    return enter(2);
  }

  @Test
  void modelChecking() {
    check(SemaphoreManyWaitLincheckTest.class);
  }
}
