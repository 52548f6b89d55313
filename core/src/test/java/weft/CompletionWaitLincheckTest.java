package weft;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Those who wait for a {@link Completion} are all taken from its list, and see its outcome. */
@Proof
@Timeout(120)
public class CompletionWaitLincheckTest {
  private final Completion<Integer> completion = new Completion<>();

  @BeforeAll
  static void determinism() throws Exception {
    LincheckDeterminism.untrain();
  }

  private int await() {
    Strand.FOREIGN.remove();
    return completion.awaitUncancellably("a test") instanceof Outcome.Success<Integer>(var v)
        ? v
        : -1;
  }

  @Operation(runOnce = true)
  public int firstWaiter() {
    return await();
  }

  @Operation(runOnce = true)
  public int secondWaiter() {
    return await();
  }

  @Operation(runOnce = true)
  public boolean complete() {
    return completion.complete(new Outcome.Success<>(7));
  }

  /** In one order, a wait ends after the completion. */
  public static class Sequential {
    private boolean complete;

    public int firstWaiter() {
      return complete ? 7 : -2;
    }

    public int secondWaiter() {
      return complete ? 7 : -2;
    }

    public boolean complete() {
      complete = true;
      return true;
    }
  }

  @Test
  void modelChecking() {
    new ModelCheckingOptions()
        .addGuarantee(LincheckDeterminism.unseenRoots())
        .threads(3)
        .actorsPerThread(1)
        .actorsBefore(0)
        .actorsAfter(0)
        .iterations(RacePartner.rounds(2))
        .invocationsPerIteration(RacePartner.atMost(250))
        .minimizeFailedScenario(false)
        .sequentialSpecification(Sequential.class)
        .check(CompletionWaitLincheckTest.class);
  }
}
