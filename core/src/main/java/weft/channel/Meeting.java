package weft.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Where the two sides of a rendezvous meet without its lock: a place for one offer, which its
 * sender watches for a little while, as do receivers that come first.
 *
 * <p>Who holds the channel's lock shuts the place and then looks into it; who offers something
 * looks then whether the place is shut, and takes the offer back if it is. So one of the two sees
 * the other. The place stays shut while somebody stands in a queue: an offer in it is older than
 * all of those.
 *
 * <p>All of it is in one cache line, which is all that the two sides exchange.
 */
final class Meeting<T> {
  /** What {@link #offer} gives where there is no place. */
  static final long NONE = -1;

  private static final int FREE = 0; // the phases of an offer, in the lowest bits of its number
  private static final int TAKING = 1; // the place, or what was in it
  private static final int OFFERED = 2;
  private static final int OFFER = 4; // from one number to the next
  private static final int MANY = 16_384; // offers

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Meeting.class, "state", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile long state;
  private volatile boolean shut;
  private @Nullable T element;

  /** Lets no offer in any more; under the channel's lock, as is {@link #open}. */
  void shut() {
    if (!shut) shut = true;
  }

  void open() {
    if (shut) shut = false;
  }

  boolean isShut() {
    return shut;
  }

  /** Offers {@code what}; {@link #NONE} if the place is taken or shut. */
  long offer(T what) {
    long free = state;
    if (shut || (free & (OFFER - 1)) != FREE) return NONE;
    if (!STATE.compareAndSet(this, free, free | TAKING)) return NONE;
    element = what;
    long mine = free | OFFERED;
    state = mine;
    return shut && withdraw(mine) ? NONE : mine;
  }

  /** Whether {@code offer} is one that comes after each many others. */
  static boolean isOneOfMany(long offer) {
    return offer / OFFER % MANY == 0;
  }

  /** Takes the offer {@code mine} back; false if a receiver was faster. */
  boolean withdraw(long mine) {
    return take(mine) != null;
  }

  /** Looks up to {@code times} whether the offer {@code mine} was taken. */
  boolean isTaken(long mine, int times) {
    for (int i = 0; i < times; i++) {
      if (state >= (mine ^ OFFERED) + OFFER) return true;
      Thread.onSpinWait();
    }
    return false;
  }

  /** Takes what is offered; null if nothing is. */
  @Nullable T take() {
    long now = state;
    return (now & OFFERED) == 0 ? null : take(now);
  }

  /** Looks up to {@code times} for an offer, and takes it; null if none came or it is shut. */
  @Nullable T take(int times) {
    for (int i = 0; i < times; i++) {
      var got = take();
      if (got != null || shut) return got;
      Thread.onSpinWait();
    }
    return null;
  }

  private @Nullable T take(long offer) {
    if (state != offer || !STATE.compareAndSet(this, offer, (offer ^ OFFERED) | TAKING))
      return null;
    var got = element;
    element = null;
    STATE.setRelease(this, (offer ^ OFFERED) + OFFER);
    return got;
  }
}
