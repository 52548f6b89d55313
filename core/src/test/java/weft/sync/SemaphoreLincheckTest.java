package weft.sync;

import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.Interleavings;
import weft.Proof;

/** {@link Semaphore} with two permits; each of the two is closed again and again. */
@Proof
@Timeout(120)
public class SemaphoreLincheckTest {
  private final Semaphore semaphore = new Semaphore(2);
  private final Permit first = semaphore.tryAcquire().orElseThrow();
  private final Permit second = semaphore.tryAcquire().orElseThrow();

  @Operation
  public boolean tryAcquire() {
    return semaphore.tryAcquire().isPresent();
  }

  @Operation(nonParallelGroup = "first") // one that finds it closed need not wait for the closer
  public void closeFirst() {
    first.close();
  }

  @Operation(nonParallelGroup = "second")
  public void closeSecond() {
    second.close();
  }

  @Operation
  public int available() {
    return semaphore.available();
  }

  /** Each permit comes back once, however often it is closed. */
  public static class Sequential {
    private int free;
    private boolean firstClosed;
    private boolean secondClosed;

    public boolean tryAcquire() {
      if (free == 0) return false;
      free--;
      return true;
    }

    public void closeFirst() {
      if (!firstClosed) free++;
      firstClosed = true;
    }

    public void closeSecond() {
      if (!secondClosed) free++;
      secondClosed = true;
    }

    public int available() {
      return free;
    }
  }

  @Test
  void modelChecking() {
    Interleavings.ofThree(SemaphoreLincheckTest.class, Sequential.class, 5, 300);
  }

  @Test
  void stress() {
    Interleavings.asTheyCome(SemaphoreLincheckTest.class, Sequential.class, 3, 5, 1_000);
  }
}
