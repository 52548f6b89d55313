package weft.junit;

import java.util.random.RandomGenerator;
import weft.resource.Pool;
import weft.sync.CapacityLimiter;
import weft.sync.Mutex;
import weft.sync.RwLock;
import weft.sync.Semaphore;

/** What tests on the loop need now and then; to be called by their tasks. */
public final class Testing {
  private Testing() {}

  /**
   * Suspends the caller until no other task can run: each is suspended, or in a blocking call. The
   * clock does not jump before this returns. Several who wait for this go on together.
   *
   * <p>Source: trio's {@code wait_all_tasks_blocked}.
   *
   * @throws weft.CancelledError if the caller is cancelled
   * @throws IllegalStateException outside of a test
   */
  public static void waitAllTasksBlocked() {
    run().awaitAllBlocked();
  }

  /** A source of random numbers that gives the same ones in each run of a seed. */
  public static RandomGenerator random() {
    return run().random();
  }

  /**
   * Has the test fail if {@code semaphore} has fewer free permits at its end than now. What the
   * test makes itself is watched from the beginning; this is for what was made before it, or is in
   * use now for good.
   */
  public static Semaphore watch(Semaphore semaphore) {
    return watching(semaphore);
  }

  /** Has the test fail if {@code mutex} is held at its end, and isn't now. */
  public static Mutex watch(Mutex mutex) {
    return watching(mutex);
  }

  /** Has the test fail if {@code lock} has more holders at its end than now. */
  public static RwLock watch(RwLock lock) {
    return watching(lock);
  }

  /** Has the test fail if more of {@code limiter} is in use at its end than now. */
  public static <K> CapacityLimiter<K> watch(CapacityLimiter<K> limiter) {
    return watching(limiter);
  }

  /** Has the test fail if more of {@code pool} is lent at its end than now. */
  public static <T, X extends Exception> Pool<T, X> watch(Pool<T, X> pool) {
    return watching(pool);
  }

  private static <T> T watching(T watched) {
    run().leaks().watchFromNow(watched);
    return watched;
  }

  static Run run() {
    return Run.CURRENT
        .find()
        .orElseThrow(() -> new IllegalStateException("this is for the tasks of a @WeftTest"));
  }
}
