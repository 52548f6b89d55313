package weft;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import weft.channel.Channel;
import weft.flow.Flow;
import weft.sync.Mutex;
import weft.sync.Semaphore;

/**
 * A program that prints how many bytes an operation allocates, on all threads together, for what is
 * done most often: the least of several attempts, each of thousands of operations.
 */
final class HotPaths {
  private static final int OPERATIONS = 5_000;
  private static final int ATTEMPTS = 12;

  /** Does something so many times. */
  private interface Path {
    void times(int n) throws Exception;
  }

  private static volatile int work;

  private HotPaths() {}

  public static void main(String[] compiler) throws Exception {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (var path : paths().entrySet()) {
      long bytes = Math.round(bytes(threads, path.getValue()));
      ForkedProgram.say(compiler[0] + ", " + path.getKey() + " = " + bytes);
    }
  }

  private static double bytes(ThreadMXBean threads, Path path) throws Exception {
    return Weft.run(() -> {
      double least = Double.MAX_VALUE;
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        long before = threads.getTotalThreadAllocatedBytes();
        path.times(OPERATIONS);
        double each = (threads.getTotalThreadAllocatedBytes() - before) / (double) OPERATIONS;
        least = Math.min(least, each);
      }
      return least;
    });
  }

  private static Map<String, Path> paths() {
    var mutex = new Mutex();
    var semaphore = new Semaphore(10);
    var items = IntStream.range(0, OPERATIONS).boxed().toList();
    var paths = new LinkedHashMap<String, Path>();
    paths.put("a task, started and awaited", HotPaths::spawn);
    paths.put("a scope of two tasks", repeated(HotPaths::scopeOfTwo));
    paths.put("an element of gather", n -> Weft.gather(items, item -> item));
    paths.put("a timeout that doesn't fire", repeated(HotPaths::timeout));
    paths.put("a sleep", repeated(() -> Weft.sleep(Duration.ofNanos(1))));
    paths.put("a yield", repeated(() -> Weft.sleep(Duration.ZERO)));
    paths.put("a promise", repeated(HotPaths::promise));
    paths.put("an element of a buffered channel", n -> transfer(n, Channel.buffered(100)));
    paths.put("an element of a rendezvous channel", n -> transfer(n, Channel.rendezvous()));
    paths.put("a free mutex", repeated(() -> mutex.acquire().close()));
    paths.put("a free semaphore", repeated(() -> semaphore.acquire().close()));
    paths.put("an element of a flow", HotPaths::flow);
    return paths;
  }

  private static Path repeated(Action<Exception> action) {
    return n -> {
      for (int i = 0; i < n; i++) action.run();
    };
  }

  private static void spawn(int n) {
    Weft.scope(s -> {
      for (int i = 0; i < n; i++) s.start(() -> work++).await();
    });
  }

  private static void scopeOfTwo() {
    Weft.scope(s -> {
      s.start(() -> work++);
      s.start(() -> work++);
    });
  }

  private static void timeout() {
    Weft.timeout(Duration.ofHours(1), () -> work++);
  }

  private static void promise() {
    var promise = new Promise<Integer>();
    promise.complete(1);
    work += promise.await();
  }

  private static void transfer(int n, Channel<Integer> channel) {
    Weft.scope(s -> {
      s.start(() -> {
        for (int i = 0; i < n; i++) channel.send(1);
      });
      for (int i = 0; i < n; i++) work += channel.receive();
    });
  }

  private static void flow(int n) {
    work += Flow.range(0, n).map(i -> i & 1).filter(i -> i == 0).fold(0, Integer::sum);
  }
}
