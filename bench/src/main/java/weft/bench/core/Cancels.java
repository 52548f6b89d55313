package weft.bench.core;

import static weft.Weft.run;
import static weft.Weft.scope;
import static weft.Weft.sleep;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import weft.bench.Told;

/**
 * From the cancellation of very many tasks that sleep to the end of the last: the time for one.
 *
 * <p>{@code Cancels CONTESTANT TASKS TIMES}; the first of the times is a warm-up.
 */
public final class Cancels {
  static final Duration LONG = Duration.ofHours(1);

  private Cancels() {}

  public static void main(String[] arguments) throws Exception {
    int tasks = Integer.parseInt(arguments[1]);
    int times = Integer.parseInt(arguments[2]);
    for (int i = 0; i < times; i++) {
      double nanos = nanos(arguments[0], tasks);
      if (i > 0) Told.tell("ns", nanos / tasks);
    }
  }

  private static long nanos(String contestant, int tasks) throws Exception {
    return switch (contestant) {
      case "weft" -> weft(tasks);
      case "kotlin" -> KotlinPeer.INSTANCE.cancelMany(tasks);
      case "executor" -> executor(tasks);
      default -> throw new IOException("there is no contestant " + contestant);
    };
  }

  private static long weft(int tasks) throws InterruptedException {
    var asleep = new CountDownLatch(tasks);
    var start = new long[1];
    run(() ->
        scope(s -> {
          for (int i = 0; i < tasks; i++) {
            s.start(() -> {
              asleep.countDown();
              sleep(LONG);
            });
          }
          asleep.await();
          start[0] = System.nanoTime();
          s.cancel("enough");
        }));
    return System.nanoTime() - start[0];
  }

  private static long executor(int tasks) throws InterruptedException {
    var asleep = new CountDownLatch(tasks);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < tasks; i++) {
        var unused =
            executor.submit(() -> {
              asleep.countDown();
              Thread.sleep(LONG);
              return true;
            });
      }
      asleep.await();
      long start = System.nanoTime();
      executor.shutdownNow();
      executor.close();
      return System.nanoTime() - start;
    }
  }
}
