package weft;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.sync.CapacityLimiter;

/** Two keys under a common limit of one. */
@Timeout(120)
public class CapacityLimiterWaitLincheckTest extends WaitLincheck {
  private final CapacityLimiter<String> limiter = new CapacityLimiter<>(1, 1);
  private final AtomicInteger inside = new AtomicInteger();

  private boolean enter(String key) {
    try (var _ = limiter.acquire(key)) {
      boolean alone = inside.incrementAndGet() == 1;
      inside.decrementAndGet();
      return alone;
    }
  }

  @Override
  boolean usePlain() {
    return enter("a");
  }

  @Override
  boolean useCancellable() {
    return enter("b");
  }

  @Test
  void modelChecking() {
    check(CapacityLimiterWaitLincheckTest.class);
  }
}
