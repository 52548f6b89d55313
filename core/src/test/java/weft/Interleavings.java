package weft;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * How Lincheck is asked whether a few operations that don't wait are atomic, by what it finds in
 * the class {@code operations}, and in {@code sequential} one after the other.
 */
public final class Interleavings {
  private Interleavings() {}

  /** Two threads, so that each may own what it took; their interleavings one by one. */
  public static void ofTwo(Class<?> operations, Class<?> sequential) {
    new ModelCheckingOptions()
        .addGuarantee(LincheckDeterminism.unseenRoots())
        .threads(2)
        .actorsPerThread(4)
        .actorsBefore(0)
        .actorsAfter(0)
        .iterations(RacePartner.rounds(4))
        .invocationsPerIteration(RacePartner.atMost(300))
        .sequentialSpecification(sequential)
        .check(operations);
  }

  /** Three threads; their interleavings one by one. */
  public static void ofThree(
      Class<?> operations, Class<?> sequential, int scenarios, int invocations) {
    new ModelCheckingOptions()
        .addGuarantee(LincheckDeterminism.unseenRoots())
        .threads(3)
        .actorsPerThread(3)
        .iterations(RacePartner.rounds(scenarios))
        .invocationsPerIteration(RacePartner.atMost(invocations))
        .sequentialSpecification(sequential)
        .check(operations);
  }

  /** Three threads as they happen to run. */
  public static void asTheyCome(
      Class<?> operations,
      Class<?> sequential,
      int operationsEach,
      int scenarios,
      int invocations) {
    new StressOptions()
        .threads(3)
        .actorsPerThread(operationsEach)
        .iterations(RacePartner.rounds(scenarios))
        .invocationsPerIteration(RacePartner.atMost(invocations))
        .sequentialSpecification(sequential)
        .check(operations);
  }
}
