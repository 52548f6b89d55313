package weft.bench.core;

import static weft.Weft.scope;

import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import weft.bench.Config;
import weft.sync.Mutex;
import weft.sync.Semaphore;

/**
 * A hundred tasks want the mutex, or one of ten permits, and yield while they have it, so that all
 * the others have to wait: the time of one turn. The JDK's fair kinds hand over in order, as ours
 * and Kotlin's do.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(LocksContended.TASKS * LocksContended.EACH)
@Fork(value = 3, jvmArgsAppend = Config.ON_VIRTUAL_THREADS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LocksContended {
  static final int TASKS = 100;
  static final int EACH = 100;

  private final Mutex mutex = new Mutex();
  private final Semaphore semaphore = new Semaphore(10);
  private final ReentrantLock jdkFairLock = new ReentrantLock(true);
  private final java.util.concurrent.Semaphore jdkFairSemaphore =
      new java.util.concurrent.Semaphore(10, true);

  private static void tasks(Runnable body) {
    scope(s -> {
      for (int t = 0; t < TASKS; t++) {
        s.start(() -> {
          for (int i = 0; i < EACH; i++) body.run();
        });
      }
    });
  }

  private static void threads(Runnable body) {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int t = 0; t < TASKS; t++) {
        executor.execute(() -> {
          for (int i = 0; i < EACH; i++) body.run();
        });
      }
    }
  }

  @Benchmark
  public void weftMutex() {
    tasks(() -> {
      try (var _ = mutex.acquire()) {
        Thread.yield();
      }
    });
  }

  @Benchmark
  public void weftSemaphore() {
    tasks(() -> {
      try (var _ = semaphore.acquire()) {
        Thread.yield();
      }
    });
  }

  @Benchmark
  public void jdkFairLock() {
    threads(() -> {
      jdkFairLock.lock();
      try {
        Thread.yield();
      } finally {
        jdkFairLock.unlock();
      }
    });
  }

  @Benchmark
  public void jdkFairSemaphore() {
    threads(() -> {
      jdkFairSemaphore.acquireUninterruptibly();
      try {
        Thread.yield();
      } finally {
        jdkFairSemaphore.release();
      }
    });
  }

  @Benchmark
  public void kotlinMutex() {
    KotlinSync.INSTANCE.mutexContended(TASKS, EACH);
  }

  @Benchmark
  public void kotlinSemaphore() {
    KotlinSync.INSTANCE.semaphoreContended(TASKS, EACH);
  }
}
