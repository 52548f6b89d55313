package weft.flow;

/**
 * What a flow is inside: something that pushes elements into an emitter, on the caller's thread,
 * anew each time.
 *
 * <p>An operator is a source that runs the one before it with an emitter of its own. What {@code
 * emit} throws passes through all of them as it is.
 */
@FunctionalInterface
interface Source<T> {
  void run(Emitter<? super T> out) throws Throwable;
}
