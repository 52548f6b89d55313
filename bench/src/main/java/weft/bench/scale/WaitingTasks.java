package weft.bench.scale;

import static weft.Weft.scope;

import java.util.concurrent.CountDownLatch;
import weft.Weft;
import weft.bench.Told;
import weft.sync.Event;

/**
 * So many tasks that all wait at once, and are then let go: the time of one from its start to its
 * end, and the memory of one that waits.
 *
 * <p>{@code WaitingTasks TASKS TIMES}; the first of the times is a warm-up.
 */
public final class WaitingTasks {
  private WaitingTasks() {}

  public static void main(String[] arguments) throws Exception {
    int tasks = Integer.parseInt(arguments[0]);
    int times = Integer.parseInt(arguments[1]);
    for (int i = 0; i < times; i++) {
      int once = i;
      Weft.run(() -> measure(tasks, once > 0));
    }
  }

  private static void measure(int tasks, boolean told) throws InterruptedException {
    var waiting = new CountDownLatch(tasks);
    var go = new Event();
    double before = heap();
    long start = System.nanoTime();
    var bytes = new double[1];
    var aside = new long[1];
    scope(s -> {
      for (int i = 0; i < tasks; i++) {
        s.start(() -> {
          waiting.countDown();
          go.await();
        });
      }
      waiting.await();
      long looking = System.nanoTime();
      bytes[0] = heap() - before;
      aside[0] = System.nanoTime() - looking;
      go.set();
    });
    if (!told) return;
    Told.tell("ns", (System.nanoTime() - start - aside[0]) / (double) tasks);
    Told.tell("B", bytes[0] / tasks);
  }

  private static double heap() {
    System.gc();
    var runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
