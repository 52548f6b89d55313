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

  private TaskRows() {}

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

  static Tasks of(TaskTree tree) {
    var lines = new TaskRows();
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

  private static Row row(TaskInfo task, int depth, int count) {
    return new Row(
        depth,
        task.name(),
        task.in(),
        task.state().name().toLowerCase(Locale.ROOT),
        task.waitsFor().map(Wait::on).orElse(""),
        count);
  }
}
