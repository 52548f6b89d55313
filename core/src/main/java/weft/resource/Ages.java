package weft.resource;

/**
 * How old an object of a pool may get, in nanoseconds; {@code Long.MAX_VALUE} for ever.
 *
 * @param life since it was created
 * @param idle since it came back
 */
record Ages(long life, long idle) {
  private static final long EVER = Long.MAX_VALUE;

  /** Whether time matters at all. */
  boolean areLimited() {
    return life != EVER || idle != EVER;
  }

  /** What is left of the life of one in use; not positive if it is over. */
  long leftInUse(Slot<?> slot, long now) {
    return life == EVER ? EVER : life - (now - slot.created);
  }

  /** What is left to an idle one; not positive if it is over. */
  long left(Slot<?> slot, long now) {
    return idle == EVER
        ? leftInUse(slot, now)
        : Math.min(leftInUse(slot, now), idle - (now - slot.idleSince));
  }
}
