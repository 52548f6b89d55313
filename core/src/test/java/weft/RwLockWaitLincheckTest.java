package weft;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.sync.RwLock;

/** A writer, and a reader that is cancelled. */
@Timeout(120)
public class RwLockWaitLincheckTest extends WaitLincheck {
  private final RwLock lock = new RwLock();
  private int writers; // guarded by the lock

  @Override
  boolean usePlain() {
    try (var _ = lock.acquireWrite()) {
      writers++;
      boolean alone = writers == 1 && lock.readers().isEmpty();
      writers--;
      return alone;
    }
  }

  @Override
  boolean useCancellable() {
    try (var _ = lock.acquireRead()) {
      return writers == 0;
    }
  }

  @Test
  void modelChecking() {
    check(RwLockWaitLincheckTest.class);
  }
}
