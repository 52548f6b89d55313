package weft.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The task tree as text. */
final class TreeText {
  private final StringBuilder text = new StringBuilder();
  private final List<List<TaskInfo>> children = new ArrayList<>();
  private final int alike;

  /** A line to be written: a task, or how many more there are that are like it. */
  private record Line(TaskInfo task, int more, String indent, boolean last) {}

  private TreeText(int alike) {
    this.alike = alike;
  }

  /** Shows {@code alike} of the tasks that follow each other and are alike. */
  static String of(TaskTree tree, int alike) {
    var written = new TreeText(alike);
    written.write(tree);
    return written.text.toString();
  }

  private void write(TaskTree tree) {
    var roots = new ArrayList<TaskInfo>();
    for (var task : tree.tasks()) {
      children.add(List.of());
      if (task.isRoot()) {
        roots.add(task);
      } else {
        if (children.get(task.parent()).isEmpty()) children.set(task.parent(), new ArrayList<>());
        children.get(task.parent()).add(task);
      }
    }
    text.append(header(tree)).append('\n');
    var lines = new ArrayList<Line>(); // a stack, its top at the end: trees may be deep
    push(lines, roots, "");
    while (!lines.isEmpty()) {
      var line = lines.removeLast();
      boolean root = line.task.isRoot();
      text.append(line.indent).append(root ? "" : line.last ? "└─ " : "├─ ");
      if (line.more > 0) {
        text.append("… ").append(Texts.number(line.more)).append(" more like ");
        text.append(line.task).append('\n');
        continue;
      }
      describe(line.task);
      var indent = line.indent + (root ? "" : line.last ? "   " : "│  ");
      push(lines, children.get(line.task.index()), indent);
    }
    for (var deadlock : tree.deadlocks()) text.append("deadlock: ").append(deadlock).append('\n');
  }

  /** How many there are, in all and in each state. */
  static String header(TaskTree tree) {
    var states =
        tree.states().entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(entry -> Texts.number(entry.getValue()) + " " + word(entry.getKey()))
            .collect(Collectors.joining(", "));
    return Texts.count(tree.tasks().size(), "task") + (states.isEmpty() ? "" : ": " + states);
  }

  private static String word(TaskState state) {
    return switch (state) {
      case PENDING -> "not begun";
      case RUNNING -> "running";
      case WAITING -> "waiting";
      case BLOCKED -> "blocked";
    };
  }

  /** Puts the tasks on the stack, the first on top, those that are alike as a number. */
  private void push(List<Line> lines, List<TaskInfo> tasks, String indent) {
    var own = new ArrayList<Line>();
    for (int i = 0; i < tasks.size(); ) {
      int end = i + 1;
      while (end < tasks.size() && isAlike(tasks.get(i), tasks.get(end))) end++;
      int shown = end - i - 1 > alike ? i + alike : end; // to say "1 more" takes a line, too
      for (int k = i; k < shown; k++) own.add(new Line(tasks.get(k), 0, indent, false));
      if (shown < end) own.add(new Line(tasks.get(i), end - shown, indent, false));
      i = end;
    }
    for (int i = own.size() - 1; i >= 0; i--) {
      var line = own.get(i);
      lines.add(new Line(line.task, line.more, indent, i == own.size() - 1));
    }
  }

  private boolean isAlike(TaskInfo a, TaskInfo b) {
    return a.state() == b.state()
        && children.get(a.index()).isEmpty()
        && children.get(b.index()).isEmpty()
        && a.in().equals(b.in())
        && a.cancelled().equals(b.cancelled())
        && a.kind().equals(b.kind())
        && on(a).equals(on(b));
  }

  private static String on(TaskInfo task) {
    return task.waitsFor().map(wait -> Texts.pattern(wait.on())).orElse("");
  }

  private void describe(TaskInfo task) {
    text.append(task);
    if (!task.virtual() && task.id() != 0) text.append(" (platform thread)");
    if (task.background()) text.append(" (background)");
    text.append(": ").append(doing(task));
    task.waitsFor().ifPresent(this::describe);
    task.cancelled().ifPresent(reason -> text.append("; cancelled: ").append(reason));
    task.timeLeft()
        .ifPresent(left ->
            text.append(
                left.isNegative() ? "; deadline passed" : "; " + Texts.time(left) + " left"));
    task.age().ifPresent(age -> text.append("; age ").append(Texts.time(age)));
    if (!task.stack().isEmpty()) text.append("  at ").append(where(task.stack()));
    task.startedAt().ifPresent(at -> text.append("  started at ").append(Texts.call(at)));
    text.append('\n');
  }

  private static String doing(TaskInfo task) {
    return task.state() == TaskState.WAITING ? "waits for " : word(task.state());
  }

  private void describe(Wait wait) {
    text.append(wait.on());
    if (!wait.holders().isEmpty()) text.append(" (").append(holders(wait.holders())).append(")");
    wait.since().ifPresent(since -> text.append(", for ").append(Texts.time(since)));
  }

  private static String holders(List<Wait.Holder> holders) {
    int most = 5;
    var first = holders.stream().limit(most).map(Wait.Holder::toString);
    var names = first.collect(Collectors.joining(", "));
    return holders.size() > most ? names + " and " + (holders.size() - most) + " more" : names;
  }

  /** The innermost call, and the outermost, which tells what body the task has. */
  private static String where(List<StackTraceElement> stack) {
    var inner = Texts.call(stack.getFirst());
    if (stack.size() == 1) return inner;
    var outer = Texts.call(stack.getLast());
    return inner + (stack.size() == 2 ? " < " : " < … < ") + outer;
  }
}
