package weft;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import weft.inspect.Deadlock;
import weft.inspect.Pulse;
import weft.inspect.TaskInfo;
import weft.inspect.TaskTree;

/** Takes pictures of all strands while they go on. */
final class Picture {
  private final List<Sight> sights = new ArrayList<>();

  /** Where a strand, or the one that a thread is at work for, is among the sights. */
  private final Map<Object, Integer> places = new HashMap<>();

  private record Found(Strand strand, int parent, String in) {}

  private Picture() {}

  /** A picture, with the stacks of the first {@code stacks} strands. */
  static TaskTree take(int stacks) {
    var picture = new Picture();
    picture.look();
    var circles = picture.circles();
    var tasks = new ArrayList<TaskInfo>(picture.sights.size());
    for (var sight : picture.sights) tasks.add(sight.info(sight.index < stacks));
    var deadlocks = new ArrayList<Deadlock>();
    for (var circle : circles) {
      var members = new ArrayList<TaskInfo>();
      for (int place : circle) members.add(tasks.get(place));
      if (members.stream().allMatch(task -> task.waitsFor().isPresent())) {
        deadlocks.add(new Deadlock(members));
      }
    }
    return new TaskTree(tasks, deadlocks);
  }

  /** A picture without stacks, and how many threads there ever were. */
  static Pulse pulse() {
    var tree = take(0);
    long next = Thread.ofVirtual().unstarted(() -> {}).threadId();
    return new Pulse(tree, Clock.system().nanoTime(), next);
  }

  private void look() {
    var roots = new ArrayList<>(Roots.all());
    // Threads of the program's own first: what is also seen from there belongs there.
    roots.sort(
        Comparator.comparing((Strand strand) -> !(strand instanceof ForeignStrand))
            .thenComparingLong(Picture::threadId));
    var seen = new HashSet<Strand>();
    for (var root : roots) {
      if (isAtWork(root) && !seen.contains(root)) lookFrom(root, seen);
    }
  }

  private static long threadId(Strand strand) {
    var thread = strand.thread();
    return thread == null ? 0 : thread.threadId();
  }

  /** Not a thread that has left Weft, or ended. */
  private static boolean isAtWork(Strand strand) {
    if (strand.innermost() == null) return false;
    if (!(strand instanceof ForeignStrand)) return strand.thread() != null;
    var thread = strand.thread();
    return (strand.innermost() != strand || strand.waiting() != null)
        && thread != null
        && thread.isAlive();
  }

  /** Sees a strand and all below it, in the order of a text that is indented. */
  private void lookFrom(Strand root, Set<Strand> seenRoots) {
    var stack = new ArrayList<Found>();
    stack.add(new Found(root, -1, ""));
    while (!stack.isEmpty()) {
      var found = stack.removeLast();
      var strand = found.strand;
      if (strand.innermost() == null) continue; // it has ended
      if (!(strand instanceof TaskStrand)) seenRoots.add(strand);
      var sight = new Sight(strand, sights.size(), found.parent, found.in);
      sights.add(sight);
      int first = stack.size();
      for (var nursery : Sight.nurseries(strand)) {
        var in = nursery.toString();
        nursery.eachChild(child -> stack.add(new Found(child, sight.index, in)));
      }
      reverse(stack.subList(first, stack.size()));
    }
  }

  private static void reverse(List<Found> list) {
    for (int i = 0, k = list.size() - 1; i < k; i++, k--) list.set(i, list.set(k, list.get(i)));
  }

  /** The circles that were there at a second look, too. */
  private List<int[]> circles() {
    for (var sight : sights) {
      places.put(sight.strand, sight.index);
      if (sight.thread == null) continue;
      // A thread may be at work for two strands, one inside the other: the one that waits counts.
      if (sight.waiting != null) places.put(sight.thread, sight.index);
      else places.putIfAbsent(sight.thread, sight.index);
    }
    var graph = new WaitGraph(sights.size());
    for (var sight : sights) add(graph, sight);
    var circles = graph.circles();
    if (circles.isEmpty()) return circles;
    var again = new WaitGraph(sights.size());
    for (var sight : sights) add(again, sight);
    for (var sight : sights) if (!sight.stillWaits()) again.add(sight.index, new int[0], false);
    return again.circles();
  }

  private void add(WaitGraph graph, Sight sight) {
    var needs = sight.needs();
    var numbers = new int[needs.size()];
    int known = 0;
    for (var other : needs) {
      var place = places.get(other);
      if (place != null) numbers[known++] = place;
      else if (!(other instanceof Thread)) return; // a strand that came later: it is at work
      else if (sight.anyWillDo()) return; // a thread that does something else, and then lets go
    }
    graph.add(sight.index, Arrays.copyOf(numbers, known), sight.anyWillDo());
  }
}
