package weft;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import weft.inspect.TaskTree;
import weft.inspect.Wait;
import weft.internal.kit.Part;
import weft.internal.loop.Dispatcher;
import weft.internal.loop.Idle;

/** Notices, in debug mode, that the tasks of a program's loop all wait for each other. */
final class Stuck implements Idle {
  private static final int STACKS = 1_000;

  private final EventLoop loop;
  private List<String> told = List.of();

  Stuck(EventLoop loop) {
    this.loop = loop;
  }

  @Override
  public boolean idle(Dispatcher dispatcher) {
    if (dispatcher.outside().isQuiet()
        && dispatcher.ready() == 0 // what has just ended outside woke somebody first
        && dispatcher.alive() > 0
        && loop.clock().timers().isEmpty()) {
      var waits = waits(picture(dispatcher, 0));
      if (!waits.equals(told)) {
        told = waits;
        loop.environment()
            .report(loop.toString(), new DeadlockException(text(picture(dispatcher, STACKS))));
      }
    }
    return false;
  }

  private static TaskTree picture(Dispatcher dispatcher, int stacks) {
    Set<Long> threads = new HashSet<>();
    for (var seat : dispatcher.seats()) threads.add(seat.thread().threadId());
    return Part.of(Picture.take(stacks), threads::contains);
  }

  /** Who waits for what: the same as long as nothing has happened. */
  private static List<String> waits(TaskTree tree) {
    var waits = new ArrayList<String>();
    for (var task : tree.tasks()) waits.add(task + task.waitsFor().map(Wait::on).orElse(""));
    return waits;
  }

  private String text(TaskTree tree) {
    return loop
        + " waits for ever, unless another thread wakes one of its tasks:\n"
        + tree.toString().stripTrailing();
  }
}
