package weft;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import weft.channel.Channel;
import weft.channel.Select;
import weft.flow.Flow;
import weft.sync.Mutex;
import weft.sync.Semaphore;

/**
 * A program that prints what an operation costs, on all threads together, for what is done most
 * often: the least of several attempts, each of thousands of operations. By itself it counts bytes.
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
    say(compiler[0] + ", ", threads::getTotalThreadAllocatedBytes);
  }

  /** Says what each path costs, by a counter of the whole program. */
  static void say(String prefix, LongSupplier counter) throws Exception {
    for (var path : paths().entrySet()) {
      long count = Math.round(each(counter, path.getValue()));
      ForkedProgram.say(prefix + path.getKey() + " = " + count);
    }
  }

  private static double each(LongSupplier counter, Path path) throws Exception {
    return Weft.run(() -> {
      double least = Double.MAX_VALUE;
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        long before = counter.getAsLong();
        path.times(OPERATIONS);
        least = Math.min(least, (counter.getAsLong() - before) / (double) OPERATIONS);
      }
      return least;
    });
  }

  /** What a program prints in a JVM that has one carrier, so that counts are the same each time. */
  static List<String> inOneCarrier(Class<?> main, String argument, List<String> more)
      throws Exception {
    var options = new ArrayList<>(more);
    options.add("-Djdk.virtualThreadScheduler.parallelism=1");
    options.add("-Djdk.virtualThreadScheduler.maxPoolSize=1");
    var lines = new ArrayList<String>();
    try (var jvm = new ForkedJvm(main, argument, options.toArray(String[]::new))) {
      for (var line = jvm.readLine(); line != null; line = jvm.readLine()) lines.add(line);
      jvm.exits(0);
    }
    return lines;
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
    paths.put("an element of a generator in a loop", HotPaths::iterate);
    paths.put("an element from one of two channels", HotPaths::select);
    paths.put("a callback of an event loop", onLoop(EventLoop::callSoon));
    paths.put(
        "a timer of an event loop",
        onLoop((loop, action) -> loop.callLater(Duration.ZERO, action)));
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

  private static void iterate(int n) {
    Flow<Integer> generator =
        Flow.generate(out -> {
          for (int i = 0; i < n; i++) out.emit(1);
        });
    try (var numbers = generator.iterate()) {
      for (int number : numbers) work += number;
    }
  }

  private static void select(int n) {
    var left = Channel.<Integer>buffered(100);
    var right = Channel.<Integer>buffered(100);
    Weft.scope(s -> {
      s.start(() -> {
        for (int i = 0; i < n; i++) (i % 2 == 0 ? left : right).send(1);
      });
      for (int i = 0; i < n; i++) {
        work += Select.select(left.onReceive(), right.onReceive());
      }
    });
  }

  private static Path onLoop(BiConsumer<EventLoop, Action<?>> call) {
    return n ->
        EventLoop.run(() -> {
          var done = new Promise<Boolean>();
          var loop = EventLoop.current();
          for (int i = 0; i < n; i++) {
            boolean last = i == n - 1;
            call.accept(
                loop,
                () -> {
                  if (last) done.complete(true);
                });
          }
          done.await();
        });
  }
}
