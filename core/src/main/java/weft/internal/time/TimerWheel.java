package weft.internal.time;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A hierarchical timing wheel: entries by the time at which they are due, in constant time.
 *
 * <p>Eight levels of 64 slots over ticks of 65,536 ns span all of time. An entry lies on the level
 * of the highest digit (in base 64) in which its tick differs from the present one, and moves down
 * when its slot comes up. Not thread-safe: it belongs to the timer's thread.
 *
 * <p>Source: G. Varghese and T. Lauck, "Hashed and hierarchical timing wheels" (1987); the choice
 * of the level by the differing digit is that of Tokio's timer.
 */
final class TimerWheel {
  static final int TICK_BITS = 16;
  private static final int DIGIT_BITS = 6;
  private static final int SLOTS = 1 << DIGIT_BITS;
  private static final int LEVELS = 8;
  private static final int FEW = 4096;

  private final @Nullable TimerEntry[][] slots = new @Nullable TimerEntry[LEVELS][SLOTS];
  private final long[] occupied = new long[LEVELS];
  private final Consumer<TimerEntry> due;
  private long present; // in ticks; all that was due before it has been fired
  private int size;
  private int addedSinceSweep;
  private int leftBySweep;

  TimerWheel() {
    this(TimerEntry::fire);
  }

  /** A wheel that hands what is due to {@code due}, which fires it. */
  TimerWheel(Consumer<TimerEntry> due) {
    this.due = due;
  }

  /** Takes an entry in. One that is due fires with the first {@link #advance} to a later tick. */
  void add(TimerEntry entry) {
    if (++addedSinceSweep > Math.max(FEW, leftBySweep)) sweep();
    size++;
    put(entry);
  }

  private void put(TimerEntry entry) {
    long tick = Math.max(tickAfter(entry.when), present + 1);
    int level = level(present ^ tick);
    int slot = slot(tick, level);
    entry.next = slots[level][slot];
    slots[level][slot] = entry;
    occupied[level] |= 1L << slot;
  }

  /** Fires what is due at {@code now}, in nanoseconds. */
  void advance(long now) {
    long end = now >> TICK_BITS;
    while (true) {
      long tick = nextTick();
      if (tick > end) break;
      int level = lowest();
      int slot = slot(tick, level);
      var entry = slots[level][slot];
      slots[level][slot] = null;
      occupied[level] &= ~(1L << slot);
      present = tick;
      while (entry != null) {
        var next = entry.next;
        entry.next = null;
        if (tickAfter(entry.when) <= tick || entry.isCancelled()) {
          size--;
          due.accept(entry);
        } else {
          put(entry);
        }
        entry = next;
      }
    }
    present = Math.max(present, end);
  }

  /** When something is to be done next, in nanoseconds; {@code Long.MAX_VALUE} if never. */
  long next() {
    long tick = nextTick();
    return tick == Long.MAX_VALUE ? tick : tick << TICK_BITS;
  }

  /** How many entries are in it, those cancelled but not yet swept out included. */
  int size() {
    return size;
  }

  private int lowest() {
    int level = 0;
    while (level < LEVELS && occupied[level] == 0) level++;
    return level;
  }

  /** The tick of the first occupied slot; those of a lower level come before any higher one. */
  private long nextTick() {
    int level = lowest();
    if (level == LEVELS) return Long.MAX_VALUE;
    int here = slot(present, level);
    int ahead = Long.numberOfTrailingZeros(Long.rotateRight(occupied[level], here));
    int shift = level * DIGIT_BITS;
    return ((present >> shift) + ahead) << shift;
  }

  /**
   * Drops what was cancelled. Called once as many came in as were left by the last call, so that an
   * entry costs two visits at most and the wheel holds at most twice what is alive, and a few.
   */
  private void sweep() {
    int left = 0;
    for (int level = 0; level < LEVELS; level++) {
      for (long bits = occupied[level]; bits != 0; bits &= bits - 1) {
        int slot = Long.numberOfTrailingZeros(bits);
        @Nullable TimerEntry kept = null;
        for (var entry = slots[level][slot]; entry != null; ) {
          var next = entry.next;
          if (!entry.isCancelled()) {
            entry.next = kept;
            kept = entry;
            left++;
          }
          entry = next;
        }
        slots[level][slot] = kept;
        if (kept == null) occupied[level] &= ~(1L << slot);
      }
    }
    size = left;
    leftBySweep = left;
    addedSinceSweep = 0;
  }

  /** The first time from {@code nanos} on at which the wheel fires. */
  static long roundUp(long nanos) {
    return tickAfter(nanos) << TICK_BITS;
  }

  private static long tickAfter(long nanos) {
    return (nanos + (1L << TICK_BITS) - 1) >> TICK_BITS;
  }

  private static int level(long difference) {
    return (Long.SIZE - 1 - Long.numberOfLeadingZeros(difference | 1)) / DIGIT_BITS;
  }

  private static int slot(long tick, int level) {
    return (int) (tick >> (level * DIGIT_BITS)) & (SLOTS - 1);
  }
}
