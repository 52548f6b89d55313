package weft.bench.core;

import static weft.Weft.gather;
import static weft.Weft.scope;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import weft.bench.Config;

/** 100,000 tasks at once, started and awaited; the time is that of one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(ManyAtOnce.TASKS)
@Fork(value = 3, jvmArgsAppend = Config.ON_VIRTUAL_THREADS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ManyAtOnce {
  static final int TASKS = 100_000;

  private final List<Integer> items = IntStream.range(0, TASKS).boxed().toList();

  @Benchmark
  public Thread rawThreads() throws InterruptedException {
    var threads = new Thread[TASKS];
    for (int i = 0; i < TASKS; i++) threads[i] = Thread.startVirtualThread(() -> {});
    for (var thread : threads) thread.join();
    return threads[0];
  }

  @Benchmark
  public List<Integer> weftGather() {
    return gather(items, i -> i);
  }

  /** Each suspends once, so that short pieces can't share threads. */
  @Benchmark
  public Thread rawThreadsYielding() throws InterruptedException {
    var threads = new Thread[TASKS];
    for (int i = 0; i < TASKS; i++) threads[i] = Thread.startVirtualThread(Thread::yield);
    for (var thread : threads) thread.join();
    return threads[0];
  }

  @Benchmark
  public List<Integer> weftGatherYielding() {
    return gather(
        items,
        i -> {
          Thread.yield();
          return i;
        });
  }

  @Benchmark
  public void weftScope() {
    scope(s -> {
      for (int i = 0; i < TASKS; i++) s.start(() -> {});
    });
  }

  @Benchmark
  public void executor() {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < TASKS; i++) executor.execute(() -> {});
    }
  }

  /** On the common pool. */
  @Benchmark
  public void completableFutures() {
    CompletableFuture.allOf(
            items.stream()
                .map(i -> CompletableFuture.supplyAsync(() -> i))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  @Benchmark
  public void kotlinLaunch() {
    KotlinPeer.INSTANCE.manyAtOnce(TASKS);
  }

  @Benchmark
  public List<Integer> kotlinAwaitAll() {
    return KotlinPeer.INSTANCE.awaitAll(items);
  }

  @Benchmark
  public List<Integer> kotlinAwaitAllYielding() {
    return KotlinPeer.INSTANCE.awaitAllYielding(items);
  }
}
