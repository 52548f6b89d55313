package weft.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tasks as a table, one a line. */
final class TaskTable {
  private static final List<String> HEAD =
      List.of("ID", "PARENT", "STATE", "AGE", "NAME", "WAITS FOR", "HELD BY");

  private TaskTable() {}

  static String of(TaskTree tree) {
    var rows = new ArrayList<List<String>>();
    rows.add(HEAD);
    for (var task : tree.tasks()) rows.add(row(tree, task));
    return align(rows);
  }

  private static List<String> row(TaskTree tree, TaskInfo task) {
    return List.of(
        Long.toString(task.id()),
        task.isRoot() ? "-" : Long.toString(tree.tasks().get(task.parent()).id()),
        task.state().name().toLowerCase(Locale.ROOT) + (task.cancelled().isPresent() ? "!" : ""),
        task.age().map(Texts::time).orElse("-"),
        task.name(),
        task.waitsFor().map(Wait::on).orElse("-"),
        task.waitsFor()
            .map(Wait::holders)
            .filter(holders -> !holders.isEmpty())
            .map(holders ->
                holders.getFirst() + (holders.size() > 1 ? " +" + (holders.size() - 1) : ""))
            .orElse("-"));
  }

  /** The rows with each column as wide as its widest cell; the last is not filled up. */
  static String align(List<List<String>> rows) {
    var widths = new int[rows.getFirst().size()];
    for (var row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    var text = new StringBuilder();
    for (var row : rows) {
      for (int i = 0; i < widths.length; i++) {
        text.append(row.get(i));
        if (i < widths.length - 1) text.repeat(' ', widths[i] - row.get(i).length() + 2);
      }
      text.append('\n');
    }
    return text.toString();
  }
}
