package weft;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The shared pool for CPU-bound work: as many platform threads compute as there are processors.
 *
 * <p>Work that waits in a suspension of Weft computes nothing, so it gives its place to other work
 * meanwhile: what it waits for may need one.
 */
final class CpuPool implements Executor {
  static final CpuPool SHARED = new CpuPool(Runtime.getRuntime().availableProcessors());

  private final ThreadPoolExecutor threads;

  private CpuPool(int size) {
    threads =
        new ThreadPoolExecutor(
            size,
            size,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("weft-cpu-", 1).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable work) {
    threads.execute(work);
  }

  /** Called by a thread of this pool that is about to wait: another may run for it. */
  synchronized void beginWaiting() {
    int size = threads.getCorePoolSize() + 1;
    threads.setMaximumPoolSize(size);
    threads.setCorePoolSize(size);
  }

  /** Called when it goes on. Until one of them is done, one thread too many may compute. */
  synchronized void endWaiting() {
    int size = threads.getCorePoolSize() - 1;
    threads.setCorePoolSize(size);
    threads.setMaximumPoolSize(size); // those beyond it end when their work does
  }
}
