package weft;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.BeforeAll;

/**
 * Two use something that one of them may have to wait for, and is cancelled meanwhile: in every
 * interleaving both come to an end, what they saw inside was right, and no interrupt is left.
 */
@Proof
public abstract class WaitLincheck {
  private final CancelScope scope = new CancelScope();

  @BeforeAll
  static void determinism() throws Exception {
    LincheckDeterminism.untrain();
  }

  /** Returns whether what it saw was right. */
  abstract boolean usePlain();

  /** Returns whether what it saw was right; may be cut short. */
  abstract boolean useCancellable();

  @Operation(runOnce = true)
  public boolean plain() {
    Strand.FOREIGN.remove();
    return usePlain();
  }

  @Operation(runOnce = true)
  public boolean cancellable() {
    Strand.FOREIGN.remove();
    boolean[] right = {true};
    boolean unused =
        scope.run(() -> {
          right[0] = useCancellable();
        });
    boolean stale = Thread.interrupted();
    return right[0] && !stale;
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

  static void check(Class<? extends WaitLincheck> type) {
    new ModelCheckingOptions()
        .addGuarantee(LincheckDeterminism.unseenRoots())
        .threads(3)
        .actorsPerThread(1)
        .actorsBefore(0)
        .actorsAfter(0)
        .iterations(RacePartner.rounds(2))
        .invocationsPerIteration(RacePartner.atMost(200))
        .minimizeFailedScenario(false)
        .sequentialSpecification(Sequential.class)
        .check(type);
  }
}
