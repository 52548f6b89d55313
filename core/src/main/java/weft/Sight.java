package weft;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weft.inspect.Held;
import weft.inspect.TaskInfo;
import weft.inspect.TaskState;
import weft.inspect.Wait;
import weft.internal.frames.Frames;

/** One strand as it is seen from another thread, while it goes on. */
final class Sight {
  private static final int LONGEST = 200;

  final Strand strand;
  final int index;
  final int parent;
  private final String in;
  final @Nullable Thread thread;

  /** What it waits in; null if it doesn't wait, or is about to go on. */
  final @Nullable Suspension waiting;

  Sight(Strand strand, int index, int parent, String in) {
    this.strand = strand;
    this.index = index;
    this.parent = parent;
    this.in = in;
    thread = strand.thread();
    var suspension = strand.waiting();
    waiting = suspension != null && suspension.isWaiting() ? suspension : null;
  }

  /** Whether it is still in the same wait, and so was there all the time. */
  boolean stillWaits() {
    return waiting != null && strand.waiting() == waiting && waiting.isWaiting();
  }

  /** The nurseries that its code is in, the outermost first. */
  static List<Nursery> nurseries(Strand strand) {
    var nurseries = new ArrayList<Nursery>();
    for (var node = strand.innermost(); node != null && node != strand; node = node.parent) {
      if (node instanceof Nursery nursery) nurseries.add(nursery);
    }
    return nurseries.reversed();
  }

  /** For whom it waits: strands, or threads; empty if that isn't known. */
  List<?> needs() {
    if (waiting == null) return List.of();
    var nursery = joined();
    if (nursery != null) {
      var children = new ArrayList<Strand>();
      nursery.eachChild(child -> {
        if (!child.isBackground()) children.add(child);
      });
      return children;
    }
    return switch (waiting.on()) {
      case Companion<?> _ -> List.of(); // others may make true what it waits for
      case Strand other -> List.of(other);
      case Held held -> holders(held);
      default -> List.of();
    };
  }

  boolean anyWillDo() {
    return waiting != null && joined() == null && waiting.on() instanceof Held h && anyWillDo(h);
  }

  /** The nursery for whose strands it waits, or null. */
  private @Nullable Nursery joined() {
    if (waiting == null) return null;
    if (waiting.on() instanceof Nursery nursery && !(nursery instanceof Companion)) return nursery;
    // What it waits for is shown as the executor.
    boolean task = waiting.on() instanceof Strand;
    return !task && strand.innermost() instanceof Offload<?> offload ? offload : null;
  }

  private static List<Thread> holders(Held held) {
    try {
      return List.copyOf(held.holders());
    } catch (Throwable t) { // it may be anybody's
      return List.of();
    }
  }

  private static boolean anyWillDo(Held held) {
    try {
      return held.anyWillDo();
    } catch (Throwable t) {
      return true;
    }
  }

  /** All that is known of it. */
  TaskInfo info(boolean withStack) {
    var origin = Origin.of(strand);
    var clock = strand.environment.clock();
    var cancelled = CancelNode.effective(strand.innermost());
    return new TaskInfo(
        index,
        parent,
        in,
        thread == null ? 0 : thread.threadId(),
        name(strand),
        thread == null || thread.isVirtual(),
        state(),
        strand.isBackground(),
        waiting == null ? Optional.empty() : Optional.of(waits(waiting, origin)),
        Optional.ofNullable(cancelled == null ? null : cancelled.reason),
        Deadline.timeLeft(strand.innermost()),
        Optional.ofNullable(origin == null ? null : origin.age(clock)),
        Optional.ofNullable(origin == null ? null : origin.at()),
        withStack && thread != null ? Frames.ofInterest(thread.getStackTrace()) : List.of());
  }

  private TaskState state() {
    if (waiting != null) return TaskState.WAITING;
    if (!strand.hasBegun() || thread == null) return TaskState.PENDING;
    return switch (thread.getState()) {
      case BLOCKED, WAITING, TIMED_WAITING -> TaskState.BLOCKED;
      default -> TaskState.RUNNING;
    };
  }

  private Wait waits(Suspension suspension, @Nullable Origin origin) {
    var nursery = joined();
    @Nullable Duration since =
        origin == null ? null : origin.waited(suspension, strand.environment.clock());
    if (nursery != null) {
      // Its strands are seen as the children.
      return new Wait(joining(nursery, needs().size()), Optional.ofNullable(since), List.of());
    }
    var holders = new ArrayList<Wait.Holder>();
    for (var holder : needs()) holders.add(holder(holder));
    return new Wait(words(suspension.on()), Optional.ofNullable(since), holders);
  }

  private static String joining(Nursery nursery, int children) {
    if (nursery instanceof Offload) return nursery.toString();
    return nursery + ", " + children + (children == 1 ? " task" : " tasks");
  }

  private static Wait.Holder holder(Object holder) {
    var thread = holder instanceof Strand strand ? strand.thread() : (Thread) holder;
    long id = thread == null ? 0 : thread.threadId();
    boolean ended = thread != null && thread.getState() == Thread.State.TERMINATED;
    var name = holder instanceof Strand strand ? name(strand) : name(thread);
    return new Wait.Holder(id, name, ended);
  }

  static String name(Strand strand) {
    if (strand instanceof TaskStrand<?> task) return task.name();
    var thread = strand.thread();
    if (strand instanceof ForeignStrand) return name(thread);
    // A pool's thread is named for the pool.
    boolean own = thread != null && thread.isVirtual() && !thread.getName().isEmpty();
    return own ? name(thread) : strand.toString();
  }

  private static String name(@Nullable Thread thread) {
    if (thread == null) return "new";
    return thread.getName().isEmpty() ? "thread-" + thread.threadId() : thread.getName();
  }

  /** What a primitive says of itself; it may be anybody's. */
  static String words(Object on) {
    try {
      var text = String.valueOf(on).replaceAll("\\s+", " ");
      return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    } catch (Throwable t) {
      return on.getClass().getName() + " (its toString failed: " + t.getClass().getName() + ")";
    }
  }
}
