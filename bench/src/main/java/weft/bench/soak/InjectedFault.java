package weft.bench.soak;

/** A failure on purpose. */
final class InjectedFault extends Exception {
  private static final long serialVersionUID = 1;

  InjectedFault() {
    super("on purpose");
  }
}
