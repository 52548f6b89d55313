package weft.sync;

import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Interleavings;
import weft.Proof;

/** A {@link CapacityLimiter} that is tried for two keys, and resized. */
@Proof
@Timeout(120)
public class CapacityLimiterLincheckTest {
  private final CapacityLimiter<String> limiter = new CapacityLimiter<>(2, 1);
  private final Permit first = limiter.acquire("a");

  @Operation
  public boolean tryA() {
    return limiter.tryAcquire("a").isPresent();
  }

  @Operation
  public boolean tryB() {
    return limiter.tryAcquire("b").isPresent();
  }

  @Operation(nonParallelGroup = "first") // one that finds it closed need not wait for the closer
  public void closeFirst() {
    first.close();
  }

  @Operation
  public void grow() {
    limiter.resize(3, 2);
  }

  @Operation
  public void shrink() {
    limiter.resize(1, 1);
  }

  @Operation
  public int inUse() {
    return limiter.inUse();
  }

  @Operation
  public String usage() {
    return limiter.usage().toString();
  }

  /** The same, one after the other. */
  public static class Sequential {
    private final java.util.Map<String, CapacityLimiter.Usage> usage = new java.util.HashMap<>();
    private int total = 2;
    private int perKey = 1;
    private boolean closed;

    public Sequential() {
      add("a", 1);
    }

    private void add(String key, int number) {
      int sum = usage.getOrDefault(key, new CapacityLimiter.Usage(0, 0)).inUse() + number;
      if (sum == 0) usage.remove(key);
      else usage.put(key, new CapacityLimiter.Usage(sum, 0));
    }

    private boolean attempt(String key) {
      int of = usage.getOrDefault(key, new CapacityLimiter.Usage(0, 0)).inUse();
      if (inUse() >= total || of >= perKey) return false;
      add(key, 1);
      return true;
    }

    public boolean tryA() {
      return attempt("a");
    }

    public boolean tryB() {
      return attempt("b");
    }

    public void closeFirst() {
      if (!closed) add("a", -1);
      closed = true;
    }

    public void grow() {
      total = 3;
      perKey = 2;
    }

    public void shrink() {
      total = 1;
      perKey = 1;
    }

    public int inUse() {
      return usage.values().stream().mapToInt(CapacityLimiter.Usage::inUse).sum();
    }

    public String usage() {
      return usage.toString();
    }
  }

  @Test
  void modelChecking() {
    Interleavings.ofTwo(CapacityLimiterLincheckTest.class, Sequential.class);
  }
}
