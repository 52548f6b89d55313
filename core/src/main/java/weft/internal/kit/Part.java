package weft.internal.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;
import weft.inspect.Deadlock;
import weft.inspect.TaskInfo;
import weft.inspect.TaskTree;
import weft.inspect.Wait;

/** The part of a picture that is about one loop: its tasks, and what they have done elsewhere. */
public final class Part {
  private static final int NOT_IN_IT = -1;

  private final LongUnaryOperator numbers;
  private final List<TaskInfo> tasks = new ArrayList<>();

  private Part(LongUnaryOperator numbers) {
    this.numbers = numbers;
  }

  /** The tasks on threads whose ids {@code isMember} accepts, and those that live in them. */
  public static TaskTree of(TaskTree whole, LongPredicate isMember) {
    return of(whole, isMember, LongUnaryOperator.identity());
  }

  /**
   * The same with other numbers in the place of the ids of threads, such as are the same when the
   * program is run again; 0 stands for none.
   */
  public static TaskTree of(TaskTree whole, LongPredicate isMember, LongUnaryOperator numbers) {
    return new Part(numbers).cut(whole, isMember);
  }

  private TaskTree cut(TaskTree whole, LongPredicate isMember) {
    var places = new int[whole.tasks().size()];
    for (var task : whole.tasks()) {
      int parent = task.isRoot() ? NOT_IN_IT : places[task.parent()];
      boolean in = parent != NOT_IN_IT || isMember.test(task.id());
      places[task.index()] = in ? tasks.size() : NOT_IN_IT;
      if (in) tasks.add(moved(task, tasks.size(), parent));
    }
    var deadlocks = new ArrayList<Deadlock>();
    for (var deadlock : whole.deadlocks()) {
      var members = new ArrayList<TaskInfo>();
      for (var task : deadlock.tasks()) {
        int place = places[task.index()];
        if (place != NOT_IN_IT) members.add(tasks.get(place));
      }
      if (members.size() == deadlock.tasks().size()) deadlocks.add(new Deadlock(members));
    }
    return new TaskTree(tasks, deadlocks);
  }

  private TaskInfo moved(TaskInfo task, int index, int parent) {
    return new TaskInfo(
        index,
        parent,
        task.in(),
        numbers.applyAsLong(task.id()),
        task.name(),
        task.virtual(),
        task.state(),
        task.background(),
        task.waitsFor().map(this::numbered),
        task.cancelled(),
        task.timeLeft(),
        task.age(),
        task.startedAt(),
        task.stack());
  }

  private Wait numbered(Wait wait) {
    var holders = new ArrayList<Wait.Holder>();
    for (var holder : wait.holders()) {
      long number = numbers.applyAsLong(holder.id());
      holders.add(new Wait.Holder(number, holder.name(), holder.ended()));
    }
    return new Wait(wait.on(), wait.since(), holders);
  }
}
