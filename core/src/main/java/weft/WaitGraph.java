package weft;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Who waits for whom, as numbers, and the circles in it that nobody in them can break.
 *
 * <p>One who waits for all of several is stuck if one of them is; one who waits for any of several,
 * if all of them are. Source: deadlock detection in the AND-OR model.
 */
final class WaitGraph {
  private static final int[] NONE = {};

  private final int[][] needs;
  private final boolean[] any;

  /** A graph of {@code size}, none of whom waits for another. */
  WaitGraph(int size) {
    needs = new int[size][];
    Arrays.fill(needs, NONE);
    any = new boolean[size];
  }

  /**
   * Has one wait for others.
   *
   * @param anyWillDo whether it goes on when any of them lets go, or only when all have
   */
  void add(int who, int[] forWhom, boolean anyWillDo) {
    needs[who] = forWhom;
    any[who] = anyWillDo;
  }

  /** The circles of those who are stuck; each of them in one at most. */
  List<int[]> circles() {
    var next = new int[needs.length]; // for whom one who is stuck waits that is stuck, too; or -1
    var free = free();
    for (int i = 0; i < next.length; i++) next[i] = free[i] ? -1 : firstStuck(i, free);
    var circles = new ArrayList<int[]>();
    var seen = new int[next.length]; // in which walk
    for (int start = 0; start < next.length; start++) {
      int i = start;
      while (i >= 0 && seen[i] == 0) {
        seen[i] = start + 1;
        i = next[i];
      }
      if (i >= 0 && seen[i] == start + 1) circles.add(circle(i, next));
    }
    return circles;
  }

  private int firstStuck(int who, boolean[] free) {
    for (int other : needs[who]) {
      if (!free[other]) return other;
    }
    throw new AssertionError("one who is stuck waits for one who is");
  }

  private static int[] circle(int start, int[] next) {
    int length = 1;
    for (int i = next[start]; i != start; i = next[i]) length++;
    var circle = new int[length];
    for (int k = 0, i = start; k < length; k++, i = next[i]) circle[k] = i;
    return circle;
  }

  /** Who can go on, some time, as far as the others are concerned. */
  private boolean[] free() {
    int size = needs.length;
    var waiters = waiters();
    var free = new boolean[size];
    var left = new int[size]; // how many more of those whom one needs must be free
    var queue = new int[size];
    int end = 0;
    for (int i = 0; i < size; i++) {
      left[i] = any[i] ? Math.min(1, needs[i].length) : needs[i].length;
      if (left[i] == 0) {
        free[i] = true;
        queue[end++] = i;
      }
    }
    for (int start = 0; start < end; start++) {
      for (int waiter : waiters[queue[start]]) {
        if (free[waiter] || --left[waiter] > 0) continue;
        free[waiter] = true;
        queue[end++] = waiter;
      }
    }
    return free;
  }

  /** By whom each is waited for. */
  private int[][] waiters() {
    var counts = new int[needs.length];
    for (var all : needs) for (int other : all) counts[other]++;
    var waiters = new int[needs.length][];
    for (int i = 0; i < waiters.length; i++)
      waiters[i] = counts[i] == 0 ? NONE : new int[counts[i]];
    for (int i = 0; i < needs.length; i++) {
      for (int other : needs[i]) waiters[other][--counts[other]] = i;
    }
    return waiters;
  }
}
