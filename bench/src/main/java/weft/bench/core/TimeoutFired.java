package weft.bench.core;

import static weft.Weft.gather;
import static weft.Weft.moveOnAfter;
import static weft.Weft.sleep;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import weft.bench.Config;

/** Ten thousand tasks at once that would sleep for an hour, each under a limit of a millisecond. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(TimeoutFired.TASKS)
@Fork(value = 3, jvmArgsAppend = Config.ON_VIRTUAL_THREADS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TimeoutFired {
  static final int TASKS = 10_000;
  static final Duration LIMIT = Duration.ofMillis(1);
  static final Duration LONG = Duration.ofHours(1);

  private final List<Integer> items = IntStream.range(0, TASKS).boxed().toList();
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

  @TearDown
  public void stop() {
    timer.shutdownNow();
  }

  @Benchmark
  public List<Boolean> weft() {
    return gather(items, i -> moveOnAfter(LIMIT, () -> sleep(LONG)));
  }

  /** A timer that interrupts. */
  @Benchmark
  public Thread interrupts() throws InterruptedException {
    var threads = new Thread[TASKS];
    for (int i = 0; i < TASKS; i++) threads[i] = Thread.startVirtualThread(this::interrupted);
    for (var thread : threads) thread.join();
    return threads[0];
  }

  private void interrupted() {
    var me = Thread.currentThread();
    var limit = timer.schedule(me::interrupt, LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    try {
      Thread.sleep(LONG);
    } catch (InterruptedException e) {
      limit.cancel(false);
    }
  }

  /** No task waits here: only futures are completed. */
  @Benchmark
  public void orTimeout() {
    CompletableFuture.allOf(
            Stream.generate(TimeoutFired::limited).limit(TASKS).toArray(CompletableFuture[]::new))
        .join();
  }

  private static CompletableFuture<Boolean> limited() {
    return new CompletableFuture<Boolean>()
        .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(e -> false);
  }

  @Benchmark
  public void kotlinWithTimeoutOrNull() {
    KotlinPeer.INSTANCE.timeoutsFired(TASKS, LIMIT.toMillis(), LONG.toMillis());
  }
}
