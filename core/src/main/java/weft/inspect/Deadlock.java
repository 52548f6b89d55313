package weft.inspect;

import java.util.List;

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

  /** One line: who waits for whom, and for what. */
  @Override
  public String toString() {
    var text = new StringBuilder();
    for (int i = 0; i < tasks.size(); i++) {
      var task = tasks.get(i);
      var next = tasks.get((i + 1) % tasks.size());
      var on = task.waitsFor().map(Wait::on).orElse("?");
      if (i > 0) text.append("; ");
      text.append(task).append(" waits for ").append(next).append(" (").append(on).append(')');
    }
    return text.toString();
  }
}
