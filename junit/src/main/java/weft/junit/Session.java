package weft.junit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;
import weft.Action;
import weft.CancelScope;
import weft.Environment;
import weft.TaskFailedException;

/** One body at a time on the loop of a run: a constructor, a set-up, the test, a tear-down. */
final class Session implements Runnable {
  private final Action<?> program;
  private final CancelScope scope = new CancelScope();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile @Nullable Throwable thrown;
  private volatile @Nullable AssertionError failure;

  /** A body, as the main task of a program in {@code environment}. */
  Session(Run run, Environment environment, Action<?> body) {
    program = () -> Run.CURRENT.with(run, () -> environment.run(body));
  }

  /** Runs the program, on a thread of the loop. */
  @Override
  public void run() {
    try {
      scope.run(program);
    } catch (Throwable t) {
      thrown = t;
    } finally {
      over.countDown();
    }
  }

  boolean isOver() {
    return over.getCount() == 0;
  }

  /** Fails the body, which is cancelled and may clean up; false if it was failed before. */
  synchronized boolean fail(AssertionError with, String reason) {
    if (failure != null) return false;
    failure = with;
    scope.cancel(reason);
    return true;
  }

  /** Ends the wait for the body, which doesn't end by itself. */
  void abandon() {
    over.countDown();
  }

  /** Waits for the end; called by a thread outside of the loop. */
  boolean await(Duration limit) throws InterruptedException {
    return over.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Throws what the body threw, or what it was failed with. */
  void rethrow() throws Throwable {
    var t = thrown;
    var f = failure;
    if (f != null) {
      if (t != null && !(t instanceof weft.CancelledError)) f.addSuppressed(t);
      throw f;
    }
    if (t != null) throw aborted(t);
  }

  /** What a task throws to have the test skipped comes out as if the test had thrown it. */
  private static Throwable aborted(Throwable thrown) {
    return thrown instanceof TaskFailedException failed
            && failed.getCause() instanceof TestAbortedException skip
            && failed.getSuppressed().length == 0
        ? skip
        : thrown;
  }
}
