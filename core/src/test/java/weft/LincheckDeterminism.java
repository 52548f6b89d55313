package weft;

import org.jetbrains.lincheck.datastructures.ManagedStrategyGuarantee;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;

/** What has to be the same in every run that Lincheck makes of a scenario. */
final class LincheckDeterminism {
  private LincheckDeterminism() {}

  /**
   * Each thread is noted once, weakly, for pictures of the program: what was collected, and when,
   * is never the same.
   */
  static ManagedStrategyGuarantee unseenRoots() {
    return ManagedStrategyGuaranteeKt.forClasses(Roots.class.getName()).allMethods().ignore();
  }

  /**
   * A pause before a channel is looked at again is a loop that Lincheck takes for one without end.
   */
  static ManagedStrategyGuarantee shortPauses() {
    return ManagedStrategyGuaranteeKt.forClasses("weft.channel.Lookout").methods("pause").ignore();
  }

  /** The first suspensions of a JVM do more than those after them. */
  static void untrain() throws ReflectiveOperationException {
    var field = Suspension.class.getDeclaredField("untrained");
    field.setAccessible(true);
    field.setInt(null, 0);
  }
}
