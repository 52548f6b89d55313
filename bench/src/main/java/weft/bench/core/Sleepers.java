package weft.bench.core;

import static weft.Weft.run;
import static weft.Weft.scope;
import static weft.Weft.sleep;

import java.io.IOException;
import java.time.Duration;
import weft.bench.Told;

/**
 * Very many tasks that sleep for a second, in a process that starts cold: seconds and peak memory.
 *
 * <p>{@code Sleepers CONTESTANT TASKS}
 */
public final class Sleepers {
  private Sleepers() {}

  public static void main(String[] arguments) throws Exception {
    int tasks = Integer.parseInt(arguments[1]);
    long start = System.nanoTime();
    switch (arguments[0]) {
      case "weft" -> weft(tasks);
      case "kotlin" -> KotlinPeer.INSTANCE.sleepers(tasks, 1_000);
      case "threads" -> threads(tasks);
      default -> throw new IOException("there is no contestant " + arguments[0]);
    }
    Told.tell("s", (System.nanoTime() - start) / 1e9);
    Told.tellPeakMegabytes();
  }

  private static void weft(int tasks) {
    run(() ->
        scope(s -> {
          for (int i = 0; i < tasks; i++) s.start(() -> sleep(Duration.ofSeconds(1)));
        }));
  }

  /** From inside a virtual thread, which is the faster way. */
  private static void threads(int tasks) throws InterruptedException {
    Thread.startVirtualThread(
            () -> {
              try {
                var threads = new Thread[tasks];
                for (int i = 0; i < tasks; i++)
                  threads[i] = Thread.startVirtualThread(Sleepers::doze);
                for (var thread : threads) thread.join();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            })
        .join();
  }

  private static void doze() {
    try {
      Thread.sleep(1_000);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
