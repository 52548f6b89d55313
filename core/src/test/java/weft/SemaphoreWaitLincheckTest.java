package weft;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.sync.Semaphore;

/** Two take one permit, and one of them is cancelled meanwhile: never two are inside. */
@Timeout(120)
public class SemaphoreWaitLincheckTest extends WaitLincheck {
  private final Semaphore semaphore = new Semaphore(1);
  private int inside; // guarded by the permit

  private boolean enter() {
    try (var _ = semaphore.acquire()) {
      boolean alone = ++inside == 1;
      inside--;
      return alone;
    }
  }

  @Override
  boolean usePlain() {
    return enter();
  }

  @Override
  boolean useCancellable() {
    return enter();
  }

  @Test
  void modelChecking() {
    check(SemaphoreWaitLincheckTest.class);
  }
}
