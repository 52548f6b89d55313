package weft.junit;

import java.time.Duration;
import java.util.ArrayDeque;

/** Waits for something from outside that virtual time has passed by: for the failures of tests. */
final class PassedBy {
  private static final int KEPT = 5;

  /** What a failure has with it, beside its cause. */
  private static final class Note extends Exception {
    private static final long serialVersionUID = 1;

    Note(String message) {
      super(message, null, false, false);
    }
  }

  private final ArrayDeque<String> waits = new ArrayDeque<>(); // guarded by itself

  /** The clock went on to {@code time} while {@code member} waited. */
  void add(Member member, Duration time) {
    var text =
        "the clock went on to "
            + Words.of(time)
            + " while "
            + member
            + " "
            + Waits.describe(member)
            + ", for which nothing had come";
    synchronized (waits) {
      if (waits.size() == KEPT) waits.removeFirst();
      waits.addLast(text);
    }
  }

  /** Tells of them in a failure, if there are any. */
  void explain(Throwable failure) {
    synchronized (waits) {
      if (waits.isEmpty()) return;
      var all = String.join("; ", waits);
      failure.addSuppressed(
          new Note(all + "; what comes later is late in virtual time: see TestClock.patience"));
    }
  }
}
