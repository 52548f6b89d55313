package weft.flow;

import static weft.flow.Throwing.unchecked;

/** How a flow is run. */
final class Terminal {
  private Terminal() {}

  /**
   * Runs {@code source} to its end.
   *
   * @throws X what {@code visitor} throws, as it is
   */
  static <T, X extends Throwable> void run(Source<T> source, Visitor<? super T, X> visitor)
      throws X {
    var visit = unchecked(visitor);
    run(source, (Emitter<T>) visit::visit);
  }

  /** Runs {@code source} to its end; what {@code own} throws comes out as it is. */
  static <T> void run(Source<T> source, Emitter<T> own) {
    Throwable failure;
    try {
      failure = new Downstream<>(own).failureOf(source);
    } catch (Throwable t) {
      throw Throwing.sneak(t);
    }
    if (failure != null) throw Throwing.out(failure);
  }
}
