package weft.cli.live;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import weft.inspect.TaskInfo;
import weft.inspect.TaskTree;
import weft.inspect.Wait;

/** The task tree in lines, where tasks that are alike, and have none below them, share one. */
final class TaskRows {
  private static final int MOST_ROWS = 200;

  private final Map<Integer, List<TaskInfo>> children = new LinkedHashMap<>();
  private final List<Row> rows = new ArrayList<>();

  private final String secret;

  private TaskRows(String secret) {
    this.secret = secret;
  }

  /**
   * A line.
   *
   * @param depth how far it is indented
   * @param in what the task lives in
   * @param waitsFor what it waits for; empty if it doesn't wait
   * @param count how many tasks it stands for
   */
  record Row(int depth, String name, String in, String state, String waitsFor, int count) {}

  /**
   * A message.
   *
   * @param type what tells this message from others
   * @param count how many tasks there are in all
   */
  record Tasks(String type, int count, List<Row> rows) {}

  /** The lines; {@code secret} is in none of them, for pictures of a page are shown around. */
  static Tasks of(TaskTree tree, String secret) {
    var lines = new TaskRows(secret);
    for (TaskInfo task : tree.tasks()) {
      lines.children.computeIfAbsent(task.parent(), _ -> new ArrayList<>()).add(task);
    }
    lines.add(-1, 0);
    return new Tasks("tasks", tree.tasks().size(), lines.rows);
  }

  private void add(int parent, int depth) {
    var alike = new LinkedHashMap<Row, Integer>();
    for (TaskInfo task : children.getOrDefault(parent, List.of())) {
      if (children.containsKey(task.index())) {
        add(row(task, depth, 1));
        add(task.index(), depth + 1);
      } else {
        alike.merge(row(task, depth, 0), 1, Integer::sum);
      }
    }
    alike.forEach(
        (row, count) -> add(new Row(depth, row.name, row.in, row.state, row.waitsFor, count)));
  }

  private void add(Row row) {
    if (rows.size() < MOST_ROWS) rows.add(row);
  }

  private Row row(TaskInfo task, int depth, int count) {
    return new Row(
        depth,
        task.name().replace(secret, "…"),
        task.in(),
        task.state().name().toLowerCase(Locale.ROOT),
        task.waitsFor().map(Wait::on).orElse("").replace(secret, "…"),
        count);
  }
}
