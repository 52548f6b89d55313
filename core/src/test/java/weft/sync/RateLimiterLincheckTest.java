package weft.sync;

import java.time.Duration;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Interleavings;
import weft.Proof;

/** A {@link RateLimiter} with a burst of four, and no more for a day. */
@Proof
@Timeout(120)
public class RateLimiterLincheckTest {
  private final RateLimiter limiter = RateLimiter.bursty(1, Duration.ofDays(1), 4);

  @Operation
  public boolean tryOne() {
    return limiter.tryAcquire();
  }

  @Operation
  public boolean tryTwo() {
    return limiter.tryAcquireMany(2);
  }

  @Operation
  public void anotherRate() {
    limiter.setRate(1, Duration.ofDays(2));
  }

  /** The same, one after the other. */
  public static class Sequential {
    private int free = 4;

    private boolean attempt(int number) {
      if (free < number) return false;
      free -= number;
      return true;
    }

    public boolean tryOne() {
      return attempt(1);
    }

    public boolean tryTwo() {
      return attempt(2);
    }

    public void anotherRate() {}
  }

  @Test
  void modelChecking() {
    Interleavings.ofTwo(RateLimiterLincheckTest.class, Sequential.class);
  }
}
