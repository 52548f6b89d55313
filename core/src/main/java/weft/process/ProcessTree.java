package weft.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import weft.CancelledError;
import weft.Suspension;
import weft.Weft;

/**
 * A process with all that descend from it, to be ended.
 *
 * <p>The system forgets who descends from a process that has ended, so what was once seen is
 * remembered, and those who live are asked again and again for more.
 */
final class ProcessTree {
  static final Duration LAST_WAIT = Duration.ofSeconds(10);
  private static final long MOST_MILLIS = 20;

  private final Set<ProcessHandle> known = new LinkedHashSet<>();

  private ProcessTree(ProcessHandle root) {
    known.add(root);
  }

  /**
   * Asks all to end, and kills those who have not within {@code grace}; returns when all have
   * ended. Only one that the system itself can't end is left alone, after a while. These times pass
   * on the environment's clock or on the system's, whichever is sooner: a test's may stand still.
   */
  static void end(ProcessHandle root, Duration grace) {
    var tree = new ProcessTree(root);
    var living = tree.living();
    if (living.isEmpty()) return;
    try {
      if (!grace.isZero() && tree.end(ProcessHandle::destroy, true, grace)) {
        return;
      }
    } catch (CancelledError e) { // the grace of a cancellation is over: it passes shields
      tree.living().forEach(ProcessHandle::destroyForcibly);
      throw e;
    }
    boolean unused = tree.end(ProcessHandle::destroyForcibly, false, LAST_WAIT);
  }

  /** Sends a signal, once or until they are gone, to all who live; tells whether they are gone. */
  private boolean end(Consumer<ProcessHandle> signal, boolean once, Duration limit) {
    var time = RealTime.within(limit);
    return Weft.moveOnAfter(limit, () -> end(signal, once, time)).orElse(false);
  }

  /** Parents first. */
  private boolean end(Consumer<ProcessHandle> signal, boolean once, RealTime time) {
    var told = new LinkedHashSet<ProcessHandle>();
    long millis = 1;
    for (var living = living(); !living.isEmpty(); living = living()) {
      for (var process : living) {
        if (told.add(process) || !once) signal.accept(process);
      }
      if (time.isOver()) return false;
      RealTime.within(Duration.ofMillis(millis)).await(new Suspension("the end of a process"));
      millis = Math.min(2 * millis, MOST_MILLIS);
    }
    return true;
  }

  /** Those who live, with those who were found just now. */
  private List<ProcessHandle> living() {
    for (var process : List.copyOf(known)) {
      if (process.isAlive()) process.descendants().forEach(known::add);
    }
    return known.stream().filter(ProcessTree::lives).toList();
  }

  /** What has ended and was not yet collected by its parent counts as alive for the JDK. */
  private static boolean lives(ProcessHandle process) {
    if (!process.isAlive()) return false;
    try {
      var stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      var state = stat.substring(stat.lastIndexOf(')') + 1).strip();
      return !state.startsWith("Z") && !state.startsWith("X");
    } catch (IOException e) { // not a Linux, or it is gone
      return process.isAlive();
    }
  }
}
