package weft.inspect;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Tasks that wait for each other: each for what the next one has, and the last for the first.
 *
 * <p>None of them can go on unless one is cancelled, by a deadline perhaps. A wait for one of
 * several (a permit of a pool) counts only if all who could let go are stuck too.
 *
 * @param tasks the tasks, in the order in which they wait for each other
 */
public record Deadlock(List<TaskInfo> tasks) {
  /** The deadlock, with a copy of the list. */
  public Deadlock {
    tasks = List.copyOf(tasks);
  }

  /** One line: who waits for what, and who has that. */
  @Override
  public String toString() {
    var links = new StringBuilder();
    for (int i = 0; i < tasks.size(); i++) {
      var next = tasks.get((i + 1) % tasks.size());
      var on = tasks.get(i).waitsFor().map(Wait::on).orElse("?");
      links.append(i == 0 ? "" : "; ").append(tasks.get(i)).append(" waits for ").append(on);
      links.append(", which is up to ").append(next);
    }
    return tasks.stream().map(TaskInfo::name).collect(Collectors.joining(" -> ", "", " -> "))
        + tasks.getFirst().name()
        + ": "
        + links;
  }
}
