package weft.bench.core;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
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
import weft.sync.RwLock;
import weft.sync.Semaphore;

/** Locks and semaphores that nobody else wants: taken and given back. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Config.OPERATIONS)
@Fork(value = 3, jvmArgsAppend = Config.ON_VIRTUAL_THREADS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LocksFree {
  private final Mutex mutex = new Mutex();
  private final Semaphore semaphore = new Semaphore(10);
  private final RwLock rwLock = new RwLock();
  private final ReentrantLock jdkLock = new ReentrantLock();
  private final ReentrantLock jdkFairLock = new ReentrantLock(true);
  private final ReentrantReadWriteLock jdkRwLock = new ReentrantReadWriteLock(true);
  private final java.util.concurrent.Semaphore jdkSemaphore =
      new java.util.concurrent.Semaphore(10);
  private final java.util.concurrent.Semaphore jdkFairSemaphore =
      new java.util.concurrent.Semaphore(10, true);
  private int work;

  @Benchmark
  public void weftMutex() {
    for (int i = 0; i < Config.OPERATIONS; i++) {
      try (var _ = mutex.acquire()) {
        work++;
      }
    }
  }

  @Benchmark
  public void weftMutexWith() {
    for (int i = 0; i < Config.OPERATIONS; i++) mutex.with(() -> work++);
  }

  @Benchmark
  public void weftSemaphore() {
    for (int i = 0; i < Config.OPERATIONS; i++) {
      try (var _ = semaphore.acquire()) {
        work++;
      }
    }
  }

  @Benchmark
  public void weftSemaphoreWith() {
    for (int i = 0; i < Config.OPERATIONS; i++) semaphore.with(() -> work++);
  }

  @Benchmark
  public void weftRwLockRead() {
    for (int i = 0; i < Config.OPERATIONS; i++) {
      try (var _ = rwLock.acquireRead()) {
        work++;
      }
    }
  }

  @Benchmark
  public void weftRwLockWrite() {
    for (int i = 0; i < Config.OPERATIONS; i++) {
      try (var _ = rwLock.acquireWrite()) {
        work++;
      }
    }
  }

  @Benchmark
  public void jdkLock() {
    for (int i = 0; i < Config.OPERATIONS; i++) {
      jdkLock.lock();
      try {
        work++;
      } finally {
        jdkLock.unlock();
      }
    }
  }

  @Benchmark
  public void jdkFairLock() {
    for (int i = 0; i < Config.OPERATIONS; i++) {
      jdkFairLock.lock();
      try {
        work++;
      } finally {
        jdkFairLock.unlock();
      }
    }
  }

  @Benchmark
  public void jdkSemaphore() throws InterruptedException {
    for (int i = 0; i < Config.OPERATIONS; i++) {
      jdkSemaphore.acquire();
      try {
        work++;
      } finally {
        jdkSemaphore.release();
      }
    }
  }

  @Benchmark
  public void jdkFairSemaphore() throws InterruptedException {
    for (int i = 0; i < Config.OPERATIONS; i++) {
      jdkFairSemaphore.acquire();
      try {
        work++;
      } finally {
        jdkFairSemaphore.release();
      }
    }
  }

  @Benchmark
  public void jdkRwLockRead() {
    for (int i = 0; i < Config.OPERATIONS; i++) {
      jdkRwLock.readLock().lock();
      try {
        work++;
      } finally {
        jdkRwLock.readLock().unlock();
      }
    }
  }

  @Benchmark
  public void jdkRwLockWrite() {
    for (int i = 0; i < Config.OPERATIONS; i++) {
      jdkRwLock.writeLock().lock();
      try {
        work++;
      } finally {
        jdkRwLock.writeLock().unlock();
      }
    }
  }

  @Benchmark
  public void kotlinMutex() {
    KotlinSync.INSTANCE.mutexFree(Config.OPERATIONS);
  }

  @Benchmark
  public void kotlinSemaphore() {
    KotlinSync.INSTANCE.semaphoreFree(Config.OPERATIONS);
  }
}
