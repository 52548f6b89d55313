package weft;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Platform threads for what may block and can't be left to where it came up: the closing of a
 * resource on cancellation, an interrupt that the timer's thread would send (it closes channels).
 *
 * <p>Virtual threads won't do: those who are to be ended may hold every carrier. As many threads as
 * there is to do at once, since one slow close must not keep back the others.
 */
final class Aside {
  private static final Executor THREADS =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          5,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("weft-aside-", 1).factory());

  private Aside() {}

  static void run(Runnable work) {
    THREADS.execute(work);
  }
}
