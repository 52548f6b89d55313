package weft;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.sync.Mutex;

/** Two who want the mutex, one of whom is cancelled. */
@Timeout(120)
public class MutexWaitLincheckTest extends WaitLincheck {
  private final Mutex mutex = new Mutex();
  private int inside; // guarded by the mutex

  private boolean enter() {
    try (var _ = mutex.acquire()) {
      boolean alone = ++inside == 1 && mutex.holder().orElseThrow() == Thread.currentThread();
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
    check(MutexWaitLincheckTest.class);
  }
}
