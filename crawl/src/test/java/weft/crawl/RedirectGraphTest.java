package weft.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RedirectGraphTest {
  @Test
  void aLoopShowsWithItsLastRedirectWhicheverThatIs() {
    String[][] hops = {{"a", "b"}, {"b", "c"}, {"c", "a"}};
    for (int last = 0; last < 3; last++) {
      var graph = new RedirectGraph();
      assertThat(graph.add("in", "a")).isZero();
      for (int i = 1; i < 3; i++) {
        String[] hop = hops[(last + i) % 3];
        assertThat(graph.add(hop[0], hop[1])).isZero();
      }
      assertThat(graph.add(hops[last][0], hops[last][1])).isEqualTo(3);
      assertThat(graph.add("late", "b")).isZero(); // leads into it, and is not part of it
    }
  }

  @Test
  void itselfIsALoopToo() {
    assertThat(new RedirectGraph().add("a", "a")).isEqualTo(1);
  }

  /** Walked from its beginning for each of its links, such a chain would take hours. */
  @Test
  @Timeout(60)
  void aLongChainIsNotWalkedAgainForEachOfItsLinks() {
    int length = 200_000;
    var backward = new RedirectGraph();
    int loops = 0;
    for (int i = length - 1; i > 0; i--) loops += backward.add("" + i, "" + (i + 1));
    assertThat(loops).isZero();
    assertThat(backward.add("" + length, "1")).isEqualTo(length);
    var forward = new RedirectGraph();
    for (int i = 0; i < length; i++) loops += forward.add("" + i, "" + (i + 1));
    assertThat(loops).isZero();
    assertThat(forward.add("" + length, "0")).isEqualTo(length + 1);
  }

  @Test
  void findsTheSameLoopsAsAWalkThroughAllRedirects() {
    var random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      int size = 1 + random.nextInt(12);
      var order = new ArrayList<>(IntStream.range(0, size).boxed().toList());
      Collections.shuffle(order, random);
      var targets = new HashMap<String, String>();
      var graph = new RedirectGraph();
      for (int from : order) {
        targets.put("" + from, "" + random.nextInt(size + 1));
        var walk = new ArrayList<String>();
        String at = "" + from;
        do {
          walk.add(at);
          at = targets.get(at);
        } while (at != null && !walk.contains(at));
        int loop = ("" + from).equals(at) ? walk.size() : 0;
        assertThat(graph.add("" + from, targets.get("" + from))).isEqualTo(loop);
      }
    }
  }
}
