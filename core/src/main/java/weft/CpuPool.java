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
            Integer.MAX_VALUE, // never reached: the queue is unbounded
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
  void beginWaiting() {
    resize(1);
  }

  /** Called when it goes on. For a moment one thread more than there are places may compute. */
  void endWaiting() {
    resize(-1);
  }

  private synchronized void resize(int by) {
    threads.setCorePoolSize(threads.getCorePoolSize() + by);
  }
}
