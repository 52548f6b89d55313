package weft.internal.loop;

/** What is to be done when nothing is runnable. */
@FunctionalInterface
public interface Idle {
  /**
   * Called with the turn and without a lock. It may make things runnable, fire timers, cancel
   * tasks; it must not park.
   *
   * @return whether to look at the line and, if that is still empty, to call this again at once;
   *     else it is called again when the line has been empty anew, after {@link Dispatcher#kick},
   *     and after something outside has ended
   */
  boolean idle(Dispatcher loop);
}
