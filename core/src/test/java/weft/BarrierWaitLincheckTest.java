package weft;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.sync.Barrier;
import weft.sync.BrokenBarrierException;

/** Two meet at a barrier, unless one is cancelled. */
@Timeout(120)
public class BarrierWaitLincheckTest extends WaitLincheck {
  private final Barrier barrier = new Barrier(2);

  private boolean meet() {
    try {
      return barrier.await() < 2 && !barrier.isBroken();
    } catch (BrokenBarrierException e) {
      return barrier.isBroken();
    }
  }

  @Override
  boolean usePlain() {
    return meet();
  }

  @Override
  boolean useCancellable() {
    try {
      return meet();
    } catch (CancelledError e) {
      barrier.abort(); // it may have been cancelled before it came
      throw e;
    }
  }

  @Test
  void modelChecking() {
    check(BarrierWaitLincheckTest.class);
  }
}
