package weft.bench.core;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.FailedException;
import weft.bench.Told;

/**
 * {@link Cancels} with the preview of JDK 25, whose scopes are cancelled by a failure.
 *
 * <p>{@code StructuredCancels TASKS TIMES}; the first of the times is a warm-up.
 */
public final class StructuredCancels {
  private StructuredCancels() {}

  public static void main(String[] arguments) throws Exception {
    int tasks = Integer.parseInt(arguments[0]);
    int times = Integer.parseInt(arguments[1]);
    for (int i = 0; i < times; i++) {
      double nanos = nanos(tasks);
      if (i > 0) Told.tell("ns", nanos / tasks);
    }
  }

  private static long nanos(int tasks) throws InterruptedException {
    var asleep = new CountDownLatch(tasks);
    var start = new long[1];
    try (var scope = StructuredTaskScope.open()) {
      for (int i = 0; i < tasks; i++) {
        scope.fork(() -> {
          asleep.countDown();
          Thread.sleep(Cancels.LONG);
          return true;
        });
      }
      asleep.await();
      scope.fork(() -> {
        start[0] = System.nanoTime();
        throw new IllegalStateException("enough");
      });
      scope.join();
    } catch (FailedException _) {
      // which is how it is cancelled
    }
    return System.nanoTime() - start[0];
  }
}
