package weft;

/** What has to be the same in every run that Lincheck makes of a scenario. */
final class LincheckDeterminism {
  private LincheckDeterminism() {}

  /** The first suspensions of a JVM do more than those after them. */
  static void untrain() throws ReflectiveOperationException {
    var field = Suspension.class.getDeclaredField("untrained");
    field.setAccessible(true);
    field.setInt(null, 0);
  }
}
