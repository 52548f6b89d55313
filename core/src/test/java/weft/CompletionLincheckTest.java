package weft;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@link Completion} is set once, and what it calls back it calls back once. */
@Proof
@Timeout(120)
public class CompletionLincheckTest {
  private final Completion<Integer> completion = new Completion<>();

  private static int value(Outcome<Integer> outcome) {
    return outcome instanceof Outcome.Success<Integer>(var value) ? value : -1;
  }

  @Operation
  public boolean complete(@Param(gen = IntGen.class, conf = "1:3") int value) {
    return completion.complete(new Outcome.Success<>(value));
  }

  @Operation
  public int outcome() {
    var outcome = completion.outcome();
    return outcome == null ? -2 : value(outcome);
  }

  /** Registers a call back; tells what it heard at once. */
  @Operation
  public int onDone() {
    int[] heard = {-2};
    int[] times = {0};
    Thread caller = Thread.currentThread();
    completion.onDone(outcome -> {
      if (times[0]++ > 0) throw new AssertionError("called twice");
      if (Thread.currentThread() == caller) heard[0] = value(outcome);
    });
    return heard[0];
  }

  @Test
  void modelChecking() {
    new ModelCheckingOptions()
        .addGuarantee(LincheckDeterminism.unseenRoots())
        .threads(3)
        .actorsPerThread(2)
        .iterations(RacePartner.rounds(4))
        .invocationsPerIteration(RacePartner.atMost(300))
        .check(CompletionLincheckTest.class);
  }

  @Test
  void stress() {
    new StressOptions()
        .threads(3)
        .actorsPerThread(3)
        .iterations(RacePartner.rounds(5))
        .invocationsPerIteration(RacePartner.atMost(1_000))
        .check(CompletionLincheckTest.class);
  }
}
