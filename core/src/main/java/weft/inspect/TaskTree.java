package weft.inspect;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A picture of the tasks of the running program, as {@link weft.Weft#taskTree()} takes it.
 *
 * <p>Immutable. The program goes on while it is taken, so it is no state in which the program ever
 * was: a task that was started or ended meanwhile may be in it or not. Each task is as it was at
 * one moment, and a {@link #deadlocks deadlock} is there only if all its tasks waited at once.
 *
 * @param tasks all tasks that have not ended: each before those in its scopes, which come in the
 *     order in which they were started
 * @param deadlocks the circles in which tasks wait for each other
 */
public record TaskTree(List<TaskInfo> tasks, List<Deadlock> deadlocks) {
  /** How many tasks that are alike a text shows before it only counts them. */
  private static final int ALIKE = 3;

  /** The picture, with copies of the lists. */
  public TaskTree {
    tasks = List.copyOf(tasks);
    deadlocks = List.copyOf(deadlocks);
  }

  /** The tasks that live in the scopes of {@code task}. */
  public List<TaskInfo> children(TaskInfo task) {
    return tasks.stream().filter(other -> other.parent() == task.index()).toList();
  }

  /** How many tasks are in each state. */
  public Map<TaskState, Integer> states() {
    var counts = new EnumMap<TaskState, Integer>(TaskState.class);
    for (var state : TaskState.values()) counts.put(state, 0);
    for (var task : tasks) counts.merge(task.state(), 1, Integer::sum);
    return counts;
  }

  /** The tasks by {@linkplain TaskInfo#kind kind}, those first of which there are most. */
  public List<TaskKind> kinds() {
    return TaskKind.of(tasks);
  }

  /** The tree as text, where many tasks that are alike are counted rather than shown. */
  @Override
  public String toString() {
    return TreeText.of(this, ALIKE);
  }

  /** The tree as text, with every task. */
  public String toFullText() {
    return TreeText.of(this, Integer.MAX_VALUE);
  }

  /** The tasks, one a line and without their tree, as a table. */
  public String toTable() {
    return TaskTable.of(this);
  }

  /**
   * The picture in JSON: an object with an array {@code tasks}, whose fields are those of {@link
   * TaskInfo} ({@code parent} being the index of a task, times in seconds, what isn't known left
   * out), and an array {@code deadlocks} of arrays of indices.
   */
  public String toJson() {
    return TreeJson.of(this);
  }
}
