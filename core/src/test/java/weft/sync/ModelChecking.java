package weft.sync;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import weft.RacePartner;

/** How Lincheck is asked to go through the interleavings of a few operations that don't wait. */
final class ModelChecking {
  private ModelChecking() {}

  /** Two threads, so that each may own what it took. */
  static void check(Class<?> type, Class<?> sequential) {
    new ModelCheckingOptions()
        .threads(2)
        .actorsPerThread(4)
        .actorsBefore(0)
        .actorsAfter(0)
        .iterations(RacePartner.rounds(4))
        .invocationsPerIteration(300)
        .sequentialSpecification(sequential)
        .check(type);
  }
}
