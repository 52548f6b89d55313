package weft;

import weft.inspect.Pulse;
import weft.inspect.TaskTree;

/**
 * A look at the running program, beyond {@link Weft#taskTree()} and {@link Weft#dump()}; and debug
 * mode, in which tasks keep when and where they were started, and since when they wait.
 *
 * <p>Debug mode takes some microseconds and about 200 bytes a task, and is off unless the JVM was
 * started with {@code -Dweft.debug=true}. It may be switched at any time, and is for tasks that are
 * started from then on. A look costs nothing but itself: nothing is counted or kept for it.
 */
public final class Debug {
  private Debug() {}

  /** Switches debug mode on. */
  public static void on() {
    Origin.want(true);
  }

  /** Switches debug mode off. */
  public static void off() {
    Origin.want(false);
  }

  /** Whether debug mode is on. */
  public static boolean isOn() {
    return Origin.isWanted();
  }

  /**
   * Takes a picture of all tasks, with the stacks of the first {@code stacks} of them. It takes
   * about a microsecond a task, and some ten for a stack.
   */
  public static TaskTree taskTree(int stacks) {
    return Picture.take(stacks);
  }

  /** How the program is doing: a picture without stacks, and the figures for rates. */
  public static Pulse pulse() {
    return Picture.pulse();
  }
}
