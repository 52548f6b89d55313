package weft.internal.loop;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import weft.internal.loop.TimerQueue.Timer;

/**
 * Timers in order of time, those of the same time in order of their numbers. Not thread-safe.
 *
 * <p>A heap of four children a node, over numbers alone: the times that are compared lie side by
 * side, where a heap of references has a cache miss for each, and the collector hears of a timer
 * when it comes and when it goes, not at each step in between. Its timers are in slots; the numbers
 * of those that are free follow those in the heap.
 */
final class TimerHeap {
  private static final int CHILDREN = 4;

  private long[] times = {};
  private int[] slots = {};
  private @Nullable Timer[] timers = {};
  private int size;

  int size() {
    return size;
  }

  /** The first timer, or null. */
  @Nullable Timer first() {
    return size == 0 ? null : timers[slots[0]];
  }

  void add(Timer timer) {
    if (size == slots.length) grow();
    int slot = slots[size];
    timers[slot] = timer;
    siftUp(size++, timer.when, slot);
  }

  /** All or nothing, where there is no memory. */
  private void grow() {
    int length = Math.max(16, 2 * size);
    var moreTimes = Arrays.copyOf(times, length);
    var moreSlots = Arrays.copyOf(slots, length);
    var moreTimers = Arrays.copyOf(timers, length);
    for (int i = size; i < length; i++) moreSlots[i] = i;
    times = moreTimes;
    slots = moreSlots;
    timers = moreTimers;
  }

  void removeFirst() {
    int free = slots[0];
    timers[free] = null;
    size--;
    int last = slots[size];
    slots[size] = free;
    if (size > 0) siftDown(0, times[size], last);
  }

  /** Removes those that were cancelled. */
  void sweep() {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      int slot = slots[i];
      var timer = timers[slot];
      if (timer == null || timer.isCancelled()) {
        timers[slot] = null;
        continue;
      }
      slots[i] = slots[kept];
      slots[kept] = slot;
      times[kept++] = timer.when;
    }
    size = kept;
    for (int i = (size - 2) / CHILDREN; i >= 0; i--) siftDown(i, times[i], slots[i]);
  }

  private void siftUp(int hole, long time, int slot) {
    while (hole > 0) {
      int up = (hole - 1) / CHILDREN;
      if (!isBefore(time, slot, up)) break;
      move(up, hole);
      hole = up;
    }
    times[hole] = time;
    slots[hole] = slot;
  }

  private void siftDown(int hole, long time, int slot) {
    while (true) {
      int child = CHILDREN * hole + 1;
      if (child >= size) break;
      int down = child;
      int end = Math.min(child + CHILDREN, size);
      while (++child < end) {
        if (isBefore(times[child], slots[child], down)) down = child;
      }
      if (isBefore(time, slot, down)) break;
      move(down, hole);
      hole = down;
    }
    times[hole] = time;
    slots[hole] = slot;
  }

  private void move(int from, int to) {
    times[to] = times[from];
    slots[to] = slots[from];
  }

  private boolean isBefore(long time, int slot, int other) {
    long difference = time - times[other];
    return difference < 0 || (difference == 0 && number(slot) - number(slots[other]) < 0);
  }

  private long number(int slot) {
    var timer = timers[slot];
    return timer == null ? 0 : timer.number;
  }
}
