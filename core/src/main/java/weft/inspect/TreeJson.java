package weft.inspect;

import java.time.Duration;
import java.util.List;

/** The task tree in JSON. */
final class TreeJson {
  private TreeJson() {}

  static String of(TaskTree tree) {
    var json = new JsonText();
    json.open('{').name("tasks").open('[');
    for (var task : tree.tasks()) write(json, task);
    json.close(']').name("deadlocks").open('[');
    for (var deadlock : tree.deadlocks()) {
      json.open('[');
      for (var task : deadlock.tasks()) json.value(task.index());
      json.close(']');
    }
    return json.close(']').close('}').toString();
  }

  private static void write(JsonText json, TaskInfo task) {
    json.open('{').name("index").value(task.index());
    if (!task.isRoot()) json.name("parent").value(task.parent()).name("in").value(task.in());
    json.name("id").value(task.id()).name("name").value(task.name());
    json.name("virtual").value(task.virtual());
    json.name("state").value(task.state().name());
    if (task.background()) json.name("background").value(true);
    task.waitsFor().ifPresent(wait -> write(json, wait));
    task.cancelled().ifPresent(reason -> json.name("cancelled").value(reason));
    task.timeLeft().ifPresent(left -> json.name("timeLeft").value(seconds(left)));
    task.age().ifPresent(age -> json.name("age").value(seconds(age)));
    task.startedAt().ifPresent(at -> json.name("startedAt").value(at.toString()));
    if (!task.stack().isEmpty()) write(json, task.stack());
    json.close('}');
  }

  private static void write(JsonText json, Wait wait) {
    json.name("waitsFor").open('{').name("on").value(wait.on());
    wait.since().ifPresent(since -> json.name("since").value(seconds(since)));
    json.name("holders").open('[');
    for (var holder : wait.holders()) {
      json.open('{').name("id").value(holder.id()).name("name").value(holder.name());
      json.name("ended").value(holder.ended()).close('}');
    }
    json.close(']').close('}');
  }

  private static void write(JsonText json, List<StackTraceElement> stack) {
    json.name("stack").open('[');
    for (var frame : stack) json.value(frame.toString());
    json.close(']');
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }
}
