package weft.flow;

/**
 * Where a {@link Generator} puts its elements, one at a time.
 *
 * @param <T> the type of the elements
 */
@FunctionalInterface
public interface Emitter<T> {
  /**
   * Hands {@code element} downstream, and returns when all that follows has dealt with it.
   *
   * <p>What is thrown here came from downstream, or says that nothing more is wanted; it is to be
   * let pass. One who catches it gets it again at the next call, and it comes out of the flow all
   * the same.
   *
   * @throws weft.CancelledError if the caller is cancelled
   * @throws IllegalStateException if it is called on another thread than the flow runs on, or after
   *     the generator has ended
   */
  void emit(T element);
}
