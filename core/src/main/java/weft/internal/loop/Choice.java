package weft.internal.loop;

/** Chooses who is next; called under the lock of the line, with the turn. */
@FunctionalInterface
public interface Choice {
  /**
   * The place of the one who is next.
   *
   * @param ready how many are in line, at least one
   * @return from 0, the one who became runnable first, to {@code ready - 1}
   */
  int next(int ready);
}
