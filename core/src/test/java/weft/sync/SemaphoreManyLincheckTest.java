package weft.sync;

import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Interleavings;
import weft.Proof;
import weft.RacePartner;

/** A {@link Semaphore} that is tried for one permit and for two. */
@Proof
@Timeout(120)
public class SemaphoreManyLincheckTest {
  private final Semaphore semaphore = new Semaphore(4);
  private final Permit two = semaphore.acquireMany(2);

  @Operation
  public boolean tryOne() {
    return semaphore.tryAcquire().isPresent();
  }

  @Operation
  public boolean tryTwo() {
    return semaphore.tryAcquireMany(2).isPresent();
  }

  @Operation(nonParallelGroup = "two") // one that finds it closed need not wait for the closer
  public void closeTwo() {
    two.close();
  }

  @Operation
  public int available() {
    return semaphore.available();
  }

  /** The same, one after the other. */
  public static class Sequential {
    private int free = 2;
    private boolean closed;

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

    public void closeTwo() {
      if (!closed) free += 2;
      closed = true;
    }

    public int available() {
      return free;
    }
  }

  @Test
  void modelChecking() {
    Interleavings.ofTwo(SemaphoreManyLincheckTest.class, Sequential.class);
  }

  @Test
  void stress() {
    new StressOptions()
        .threads(2)
        .actorsPerThread(4)
        .actorsBefore(0)
        .actorsAfter(0)
        .iterations(RacePartner.rounds(5))
        .invocationsPerIteration(RacePartner.atMost(1_000))
        .sequentialSpecification(Sequential.class)
        .check(SemaphoreManyLincheckTest.class);
  }
}
