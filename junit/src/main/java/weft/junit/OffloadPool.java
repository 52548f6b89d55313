package weft.junit;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import weft.internal.kit.Observed;

/** The pool for off-loaded work of one run: it knows whether there is any under way. */
final class OffloadPool implements Executor {
  /** As many as there is work: work of a test may well wait for other work of it. */
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("weft-test-pool-", 1).factory());

  private final Set<Job> jobs = ConcurrentHashMap.newKeySet();
  private final Runnable onEnd;

  private static final class Job {
    final Runnable work;
    volatile @Nullable Thread thread;
    long stuckSince; // used by the loop's thread

    Job(Runnable work) {
      this.work = work;
    }
  }

  OffloadPool(Runnable onEnd) {
    this.onEnd = onEnd;
  }

  @Override
  public void execute(Runnable work) {
    var job = new Job(work);
    jobs.add(job);
    THREADS.execute(() -> {
      job.thread = Thread.currentThread();
      try {
        work.run();
      } finally {
        jobs.remove(job);
        onEnd.run();
      }
    });
  }

  /**
   * For how many more nanoseconds the clock is to be held, as things stand: 0 for none.
   *
   * @param patience with what is blocked in the JDK
   */
  long holds(long now, Duration patience) {
    long longest = 0;
    for (var job : jobs) longest = Math.max(longest, holds(job, now, patience));
    return longest;
  }

  private static long holds(Job job, long now, Duration patience) {
    if (job.work instanceof Observed observed && observed.waitsFor() != null) {
      job.stuckSince = 0; // it waits for the test itself
      return 0;
    }
    var thread = job.thread;
    if (thread == null || thread.getState() == Thread.State.RUNNABLE) {
      job.stuckSince = 0;
      return Waits.ALWAYS.toNanos();
    }
    if (job.stuckSince == 0) job.stuckSince = now;
    return patience.toNanos() - (now - job.stuckSince);
  }

  @Override
  public String toString() {
    return "work on another thread";
  }
}
