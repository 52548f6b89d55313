package weft.sync;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.CancelScope;
import weft.RacePartner;

/**
 * Three take one permit in turn, one of them perhaps cancelled: nobody is left waiting, never two
 * are inside, and the permit is free in the end.
 */
@Timeout(120)
public class SemaphoreWaitLincheckTest {
  private final Semaphore semaphore = new Semaphore(1);
  private final CancelScope scope = new CancelScope();
  private int inside; // guarded by the permit

  private boolean enter() {
    try (var _ = semaphore.acquire()) {
      boolean alone = ++inside == 1;
      inside--;
      return alone;
    }
  }

  @Operation(runOnce = true)
  public boolean first() {
    return enter();
  }

  @Operation(runOnce = true)
  public boolean second() {
    return enter();
  }

  /** True also if it was cancelled before it got in. */
  @Operation(runOnce = true)
  public boolean cancellable() {
    boolean[] alone = {true};
    boolean unused =
        scope.run(() -> {
          alone[0] = enter();
        });
    return alone[0];
  }

  @Operation(runOnce = true)
  public void cancel() {
    scope.cancel("test");
  }

  /** Each returns true in any order. */
  public static class Sequential {
    public boolean first() {
      return true;
    }

    public boolean second() {
      return true;
    }

    public boolean cancellable() {
      return true;
    }

    public void cancel() {}
  }

  @Test
  void modelChecking() {
    new ModelCheckingOptions()
        .threads(4)
        .actorsPerThread(1)
        .actorsBefore(0)
        .actorsAfter(0)
        .iterations(RacePartner.rounds(8))
        .invocationsPerIteration(2_000)
        .sequentialSpecification(Sequential.class)
        .check(SemaphoreWaitLincheckTest.class);
  }
}
