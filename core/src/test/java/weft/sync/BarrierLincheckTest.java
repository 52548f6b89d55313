package weft.sync;

import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Interleavings;
import weft.Proof;

/** A {@link Barrier} for one, that is used, aborted and reset. */
@Proof
@Timeout(120)
public class BarrierLincheckTest {
  private final Barrier barrier = new Barrier(1);

  @Operation
  public int await() {
    try {
      return barrier.await();
    } catch (BrokenBarrierException e) {
      return -1;
    }
  }

  @Operation
  public void abort() {
    barrier.abort();
  }

  @Operation
  public void reset() {
    barrier.reset();
  }

  @Operation
  public boolean isBroken() {
    return barrier.isBroken();
  }

  /** The same, one after the other. */
  public static class Sequential {
    private boolean broken;

    public int await() {
      return broken ? -1 : 0;
    }

    public void abort() {
      broken = true;
    }

    public void reset() {
      broken = false;
    }

    public boolean isBroken() {
      return broken;
    }
  }

  @Test
  void modelChecking() {
    Interleavings.ofTwo(BarrierLincheckTest.class, Sequential.class);
  }
}
