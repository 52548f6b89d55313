package weft;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The shared pool for CPU-bound work: as many platform threads as there are processors. */
final class CpuPool {
  static final Executor SHARED = create();

  private CpuPool() {}

  private static Executor create() {
    int size = Runtime.getRuntime().availableProcessors();
    var pool =
        new ThreadPoolExecutor(
            size,
            size,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("weft-cpu-", 1).factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
