package weft.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RedirectGraphTest {
  @Test
  void aLoopShowsWithItsLastRedirectWhicheverThatIs() {
    String[][] hops = {{"a", "b"}, {"b", "c"}, {"c", "a"}};
    for (int last = 0; last < 3; last++) {
      var graph = new RedirectGraph(Map.of());
      assertThat(graph.add("in", "a")).isEmpty();
      for (int i = 1; i < 3; i++) {
        String[] hop = hops[(last + i) % 3];
        assertThat(graph.add(hop[0], hop[1])).isEmpty();
      }
      assertThat(graph.add(hops[last][0], hops[last][1]))
          .containsExactlyInAnyOrder("a", "b", "c")
          .startsWith(hops[last][0]);
      assertThat(graph.add("late", "b")).isEmpty(); // leads into it, and is not part of it
    }
  }

  @Test
  void itselfIsALoopToo() {
    assertThat(new RedirectGraph(Map.of()).add("a", "a")).containsExactly("a");
  }

  @Test
  void whatIsKnownFromBeforeCounts() {
    assertThat(new RedirectGraph(Map.of("b", "a")).add("a", "b")).containsExactly("a", "b");
  }
}
