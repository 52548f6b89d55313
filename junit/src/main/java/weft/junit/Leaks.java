package weft.junit;

import java.util.ArrayList;
import java.util.List;

/** What a test left behind, as it becomes known. Thread-safe. */
final class Leaks {
  private final List<String> found = new ArrayList<>(); // guarded by itself
  private final List<Throwable> failures = new ArrayList<>(); // guarded by found
  private final List<Watch> watches = new ArrayList<>(); // guarded by found

  void add(String leak) {
    synchronized (found) {
      found.add(leak);
    }
  }

  /** A failure that nobody looked at. */
  void addFailure(String who, Throwable failure) {
    synchronized (found) {
      found.add("nobody looked at the failure of " + who + ": " + failure);
      failures.add(failure);
    }
  }

  /** A primitive was made in the test, and nobody has it yet. */
  void made(Object primitive) {
    synchronized (found) {
      watches.add(Watch.ofNew(primitive));
    }
  }

  /** What is in use of {@code primitive} now is no leak. */
  void watchFromNow(Object primitive) {
    synchronized (found) {
      watches.removeIf(watch -> watch.isOf(primitive));
      watches.add(new Watch(primitive));
    }
  }

  /** Called when the test is over. */
  void check(Members members) {
    for (var member : members.alive()) add(member + " is still alive: " + Waits.describe(member));
    synchronized (found) {
      watches.forEach(watch -> watch.leak().ifPresent(found::add));
    }
  }

  void throwIfAny() {
    synchronized (found) {
      if (found.isEmpty()) return;
      var error = new LeakError(List.copyOf(found));
      failures.forEach(error::addSuppressed);
      throw error;
    }
  }
}
