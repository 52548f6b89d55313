package weft.inspect;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A task as it was when the picture was taken: one that was started in a scope, a piece of gathered
 * work, the body of a program, or a thread of the program's own that is inside a scope.
 *
 * @param index its place in {@link TaskTree#tasks()}
 * @param parent the place of the task in whose scope it lives; -1 for one that lives in none
 * @param in what it lives in: a scope, a gather, …; empty for one that lives in none
 * @param id the id of its thread; 0 if it has none yet
 * @param name its name, or one made up
 * @param virtual whether its thread is a virtual one
 * @param state what it was doing
 * @param background whether it is ended when the other tasks of its scope have
 * @param waitsFor what it waited for, if it was {@link TaskState#WAITING}
 * @param cancelled why it is cancelled, if it is
 * @param timeLeft what is left until the earliest deadline around it; less than zero if that has
 *     passed
 * @param age how long ago it was started; known in debug mode only
 * @param startedAt where it was started; known in debug mode only
 * @param stack where it is, innermost call first, without the frames of Weft and most of the JDK's;
 *     empty if stacks were not asked for
 */
public record TaskInfo(
    int index,
    int parent,
    String in,
    long id,
    String name,
    boolean virtual,
    TaskState state,
    boolean background,
    Optional<Wait> waitsFor,
    Optional<String> cancelled,
    Optional<Duration> timeLeft,
    Optional<Duration> age,
    Optional<StackTraceElement> startedAt,
    List<StackTraceElement> stack) {

  /** The task, with a copy of the list. */
  public TaskInfo {
    stack = List.copyOf(stack);
  }

  /** Whether it lives in no scope: a thread of the program's own, or work that outlives a call. */
  public boolean isRoot() {
    return parent < 0;
  }

  /** The name with each number in it replaced by a star, so that like tasks have the same. */
  public String kind() {
    return Texts.pattern(name);
  }

  /** Its name, and the id of its thread if that has one. */
  @Override
  public String toString() {
    return Texts.who(name, id);
  }
}
