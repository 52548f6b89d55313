package weft.inspect;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import weft.Weft;

/** Pictures of this JVM, where tests before this may have left threads of theirs. */
final class Pictures {
  private Pictures() {}

  /** Takes pictures until one shows what is wanted. */
  static TaskTree until(Predicate<TaskTree> wanted) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (true) {
      var tree = Weft.taskTree();
      if (wanted.test(tree)) return tree;
      if (System.nanoTime() > end) throw new AssertionError("never seen; now:\n" + tree);
      LockSupport.parkNanos(50_000); // others need the processor
    }
  }

  /** Takes pictures until all tasks of these names wait. */
  static TaskTree untilWaiting(String... names) {
    return until(tree ->
        List.of(names).stream()
            .allMatch(name -> has(tree, name) && task(tree, name).waitsFor().isPresent()));
  }

  static boolean has(TaskTree tree, String name) {
    return tree.tasks().stream().anyMatch(task -> task.name().equals(name));
  }

  /** The only task of this name. */
  static TaskInfo task(TaskTree tree, String name) {
    var found = tree.tasks().stream().filter(task -> task.name().equals(name)).toList();
    if (found.size() == 1) return found.getFirst();
    throw new AssertionError(found.size() + " tasks are called " + name + ":\n" + tree);
  }

  static String waitsFor(TaskTree tree, String name) {
    return task(tree, name).waitsFor().map(Wait::on).orElse("nothing");
  }

  static List<String> holders(TaskTree tree, String name) {
    var wait = task(tree, name).waitsFor().orElseThrow();
    return wait.holders().stream().map(Wait.Holder::name).toList();
  }

  static List<String> names(List<TaskInfo> tasks) {
    return tasks.stream().map(TaskInfo::name).toList();
  }
}
