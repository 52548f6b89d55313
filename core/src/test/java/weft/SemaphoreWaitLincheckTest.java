package weft;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weft.sync.Semaphore;

/**
 * Two take one permit, and one of them is cancelled meanwhile: never two are inside, and no
 * interrupt is left.
 */
@Timeout(120)
public class SemaphoreWaitLincheckTest {
  private final Semaphore semaphore = new Semaphore(1);
  private final CancelScope scope = new CancelScope();
  private int inside; // guarded by the permit

  @BeforeAll
  static void determinism() throws Exception {
    LincheckDeterminism.untrain();
  }

  private boolean enter() {
    try (var _ = semaphore.acquire()) {
      boolean alone = ++inside == 1;
      inside--;
      return alone;
    }
  }

  @Operation(runOnce = true)
  public boolean plain() {
    Strand.FOREIGN.remove();
    return enter();
  }

  /** True also if it was cancelled before it got in. */
  @Operation(runOnce = true)
  public boolean cancellable() {
    Strand.FOREIGN.remove();
    boolean[] alone = {true};
    boolean unused =
        scope.run(() -> {
          alone[0] = enter();
        });
    boolean stale = Thread.interrupted();
    return alone[0] && !stale;
  }

  @Operation(runOnce = true)
  public void cancel() {
    scope.cancel("test");
  }

  /** Whatever the order. */
  public static class Sequential {
    public boolean plain() {
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
        .threads(3)
        .actorsPerThread(1)
        .actorsBefore(0)
        .actorsAfter(0)
        .iterations(RacePartner.rounds(1))
        .invocationsPerIteration(500)
        .minimizeFailedScenario(false)
        .sequentialSpecification(Sequential.class)
        .check(SemaphoreWaitLincheckTest.class);
  }
}
