package weft.junit;

import java.util.List;

/**
 * A test left something behind: a task that is alive, a permit that is held, a failure that nobody
 * looked at, a cancellation that was swallowed.
 */
public final class LeakError extends AssertionError {
  private static final long serialVersionUID = 1;

  private final transient List<String> leaks;

  LeakError(List<String> leaks) {
    super("left behind: " + String.join("\n  and: ", leaks));
    this.leaks = leaks;
  }

  /** What was left behind, a line each. */
  public List<String> leaks() {
    return leaks;
  }
}
