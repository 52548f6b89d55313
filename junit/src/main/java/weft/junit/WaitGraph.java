package weft.junit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import weft.Task;
import weft.sync.Mutex;
import weft.sync.RwLock;

/** Who waits for what, and who has it. */
final class WaitGraph {
  private final List<Member> members;
  private final Map<Member, List<Member>> holders = new LinkedHashMap<>();

  /** The graph as it is now; nothing must run. */
  WaitGraph(List<Member> members) {
    this.members = members;
    Map<Thread, Member> byThread = new HashMap<>();
    for (var member : members) byThread.put(member.thread(), member);
    for (var member : members) holders.put(member, holders(member.waitsFor(), byThread));
  }

  private List<Member> holders(@Nullable Object on, Map<Thread, Member> byThread) {
    List<Thread> threads =
        switch (on) {
          case Mutex mutex -> mutex.holder().stream().toList();
          case RwLock lock -> {
            var all = new ArrayList<>(lock.readers());
            lock.writer().ifPresent(all::add);
            yield all;
          }
          case null, default -> List.of();
        };
    var found = new ArrayList<Member>();
    for (var thread : threads) {
      var member = byThread.get(thread);
      if (member != null) found.add(member);
    }
    if (on instanceof Task<?>) {
      for (var member : members) if (member.task() == on) found.add(member);
    }
    return found;
  }

  /** Tasks that wait for each other in a circle, each circle once. */
  private List<List<Member>> cycles() {
    var cycles = new ArrayList<List<Member>>();
    Set<Member> done = new LinkedHashSet<>();
    for (var member : members) visit(member, new ArrayList<>(), done, cycles);
    return cycles;
  }

  private void visit(
      Member member, List<Member> path, Set<Member> done, List<List<Member>> cycles) {
    int before = path.indexOf(member);
    if (before >= 0) cycles.add(List.copyOf(path.subList(before, path.size())));
    if (!done.add(member)) return;
    path.add(member);
    for (var holder : holders.getOrDefault(member, List.of())) visit(holder, path, done, cycles);
    path.removeLast();
  }

  @Override
  public String toString() {
    var lines = new ArrayList<String>();
    for (var cycle : cycles()) {
      var circle = cycle.stream().map(Member::toString).collect(Collectors.joining(" -> "));
      lines.add("in a circle: " + circle + " -> " + cycle.getFirst());
    }
    for (var member : members) lines.add(member + " " + Waits.describe(member) + held(member));
    return String.join("\n  ", lines);
  }

  private String held(Member member) {
    var by = holders.getOrDefault(member, List.of());
    if (by.isEmpty()) return "";
    return ", held by " + by.stream().map(Member::toString).collect(Collectors.joining(", "));
  }
}
