package weft.junit;

import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs what it is given, continuations of virtual threads above all, one after the other on one
 * thread of its own.
 *
 * <p>Between two steps nothing else runs, so what steps leave behind (in {@link Members}, say)
 * needs no lock. What is given to it from elsewhere takes its place in the line at any moment: only
 * that is not repeatable.
 */
final class Loop implements Executor, AutoCloseable {
  /** Called on the loop's thread. */
  interface Driver {
    /** A step begins. */
    void before(Runnable step);

    /** A step has ended. */
    void after(Runnable step);

    /** A step has thrown. */
    void failed(Throwable error);

    /**
     * Nothing can run. Either makes something run or says how long to wait for that to come from
     * elsewhere.
     *
     * @return milliseconds to wait for something to run before this is asked again: 0 if there is
     *     something already, negative to wait for as long as it takes
     */
    long idle();
  }

  private final Object lock = new Object();
  private final Line line; // guarded by lock
  private final Driver driver;
  private final Thread thread;
  private boolean closed; // guarded by lock
  private int wakes; // guarded by lock
  private int seen; // used by the loop's thread
  private volatile boolean sleeping;

  Loop(Line line, Driver driver, String name) {
    this.line = line;
    this.driver = driver;
    thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Puts {@code runnable} in line; drops it once the loop is closed, since its thread is gone. */
  @Override
  public void execute(Runnable runnable) {
    synchronized (lock) {
      if (closed) return;
      line.add(runnable);
    }
    wakeUp();
  }

  /** Has the loop ask its driver anew. */
  void wake() {
    synchronized (lock) {
      wakes++;
    }
    wakeUp();
  }

  /** Ends the loop after the step that runs, if any. What is in line never runs. */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
    }
    wakeUp();
  }

  boolean isClosed() {
    synchronized (lock) {
      return closed;
    }
  }

  private void wakeUp() {
    if (sleeping) LockSupport.unpark(thread);
  }

  private void run() {
    while (true) {
      var step = poll();
      if (step != null) {
        driver.before(step);
        try {
          step.run();
        } catch (Throwable t) { // a timer's; threads keep their own
          driver.failed(t);
        }
        driver.after(step);
      } else if (!idle()) {
        return;
      }
    }
  }

  private @Nullable Runnable poll() {
    synchronized (lock) {
      return closed ? null : line.poll();
    }
  }

  /** Returns false once the loop is closed. */
  private boolean idle() {
    synchronized (lock) {
      if (closed) return false;
      seen = wakes;
    }
    long wait = driver.idle();
    if (wait == 0) return true;
    sleeping = true; // before it looks for the last time; those who wake look at this last
    if (!hasNews()) {
      if (wait < 0) LockSupport.park(this);
      else LockSupport.parkNanos(this, wait * 1_000_000);
    }
    sleeping = false;
    return true;
  }

  /** Whether something came since the driver was asked what to do; called on the loop's thread. */
  boolean hasNews() {
    synchronized (lock) {
      return closed || !line.isEmpty() || wakes != seen;
    }
  }
}
