package weft;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.sync.Condition;
import weft.sync.Mutex;

/** One signals, and the one who waits for it is cancelled. */
@Timeout(120)
public class ConditionWaitLincheckTest extends WaitLincheck {
  private final Mutex mutex = new Mutex();
  private final Condition changed = mutex.condition();
  private boolean ready; // guarded by the mutex
  private int inside; // guarded by the mutex

  @Override
  boolean usePlain() {
    try (var _ = mutex.acquire()) {
      boolean alone = ++inside == 1;
      ready = true;
      changed.signal();
      inside--;
      return alone;
    }
  }

  @Override
  boolean useCancellable() {
    try (var _ = mutex.acquire()) {
      try {
        changed.awaitUntil(() -> ready);
        return ready && inside == 0;
      } catch (CancelledError e) {
        if (inside != 0 || mutex.holder().orElseThrow() != Thread.currentThread()) return false;
        throw e;
      }
    }
  }

  @Test
  void modelChecking() {
    check(ConditionWaitLincheckTest.class);
  }
}
