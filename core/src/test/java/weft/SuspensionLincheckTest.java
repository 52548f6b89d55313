package weft;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The hand-shake of {@link Suspension}: one waits, one resumes, one cancels, and exactly one of the
 * latter two wins. That a wake-up isn't lost is for other tests: here the model checker lets a park
 * return by itself, and the cancellation always wakes.
 */
@Proof
@Timeout(120)
public class SuspensionLincheckTest {
  private final Waiter strand = new Waiter();
  private final Suspension suspension = new Suspension(strand, "a test");

  /** A strand on whatever thread begins it. */
  private static final class Waiter extends Strand {
    Waiter() {
      super(null, Environment.standard(), null);
    }

    @Override
    void foreignInterrupt() {}

    @Override
    public void run() {}
  }

  @BeforeAll
  static void determinism() throws Exception {
    LincheckDeterminism.untrain();
  }

  @Operation(runOnce = true)
  public String await() {
    boolean unused = strand.begin();
    try {
      suspension.await();
      return "resumed";
    } catch (CancelledError e) {
      return "cancelled";
    } finally {
      strand.detach();
    }
  }

  @Operation(runOnce = true)
  public boolean resume() {
    return suspension.resume();
  }

  @Operation(runOnce = true)
  public boolean resumeAgain() {
    return suspension.resume();
  }

  @Operation(runOnce = true)
  public void cancel() {
    strand.cancel(Cancellation.requested("test"));
  }

  /** What may be seen: at most one resumption; the wait tells of one of the two. */
  public static class Sequential {
    private boolean resumed;
    private boolean cancelled;
    private boolean gaveUp;

    public String await() {
      if (cancelled && !resumed) gaveUp = true;
      return gaveUp ? "cancelled" : resumed ? "resumed" : "never";
    }

    public boolean resume() {
      if (gaveUp || resumed) return false;
      resumed = true;
      return true;
    }

    public boolean resumeAgain() {
      return resume();
    }

    public void cancel() {
      cancelled = true;
    }
  }

  @Test
  void modelChecking() {
    new ModelCheckingOptions()
        .addGuarantee(LincheckDeterminism.unseenRoots())
        .threads(4)
        .actorsPerThread(1)
        .actorsBefore(0)
        .actorsAfter(0)
        .iterations(RacePartner.rounds(2))
        .invocationsPerIteration(RacePartner.atMost(500))
        .minimizeFailedScenario(false)
        .sequentialSpecification(Sequential.class)
        .check(SuspensionLincheckTest.class);
  }

  @Test
  void stress() {
    new StressOptions()
        .threads(4)
        .actorsPerThread(1)
        .actorsBefore(0)
        .actorsAfter(0)
        .iterations(RacePartner.rounds(2))
        .invocationsPerIteration(RacePartner.atMost(1_000))
        .minimizeFailedScenario(false)
        .sequentialSpecification(Sequential.class)
        .check(SuspensionLincheckTest.class);
  }
}
