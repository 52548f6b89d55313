package weft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The circles of those who wait for each other. */
class WaitGraphTest {
  private static final int MOST = 12;

  /**
   * Nobody in a circle is free by the plainest reckoning, and everybody's next is whom he needs.
   */
  @Property(tries = 3_000)
  void circlesAreMadeOfThoseWhoAreStuck(
      @ForAll @IntRange(min = 1, max = MOST) int size, @ForAll long seed) {
    var random = new Random(seed);
    var needs = new ArrayList<int[]>();
    var any = new boolean[size];
    var graph = new WaitGraph(size);
    for (int i = 0; i < size; i++) {
      needs.add(random.ints(random.nextInt(3), 0, size).toArray());
      any[i] = random.nextBoolean();
      graph.add(i, needs.get(i), any[i]);
    }
    var free = free(needs, any);
    var circles = graph.circles();
    var seen = new ArrayList<Integer>();
    for (var circle : circles) {
      for (int k = 0; k < circle.length; k++) {
        assertThat(free[circle[k]]).isFalse();
        assertThat(needs.get(circle[k])).contains(circle[(k + 1) % circle.length]);
        seen.add(circle[k]);
      }
    }
    assertThat(seen).doesNotHaveDuplicates();
    boolean stuck = false;
    for (boolean f : free) stuck |= !f;
    assertThat(!circles.isEmpty()).as("a finite graph with someone stuck").isEqualTo(stuck);
  }

  private static boolean[] free(List<int[]> needs, boolean[] any) {
    var free = new boolean[needs.size()];
    for (boolean changed = true; changed; ) {
      changed = false;
      for (int i = 0; i < free.length; i++) {
        if (free[i]) continue;
        int left = 0;
        for (int other : needs.get(i)) if (!free[other]) left++;
        int all = needs.get(i).length;
        if (all == 0 || (any[i] ? left < all : left == 0)) {
          free[i] = true;
          changed = true;
        }
      }
    }
    return free;
  }
}
