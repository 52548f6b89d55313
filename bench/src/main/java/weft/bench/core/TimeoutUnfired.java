package weft.bench.core;

import static weft.Weft.timeout;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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

/** A time limit around nothing, which doesn't fire. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(Config.OPERATIONS)
@Fork(value = 3, jvmArgsAppend = Config.ON_VIRTUAL_THREADS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TimeoutUnfired {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private volatile int work;

  public TimeoutUnfired() {
    timer.setRemoveOnCancelPolicy(true);
  }

  @TearDown
  public void stop() {
    timer.shutdownNow();
  }

  @Benchmark
  public void weftTimeout() {
    for (int i = 0; i < Config.OPERATIONS; i++) timeout(LIMIT, () -> work = 1);
  }

  /** What one writes by hand: a timer that would interrupt, and is cancelled. */
  @Benchmark
  public void jdkTimer() {
    for (int i = 0; i < Config.OPERATIONS; i++) {
      var caller = Thread.currentThread();
      var timeout = timer.schedule(caller::interrupt, LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      work = 1;
      timeout.cancel(false);
    }
  }

  @Benchmark
  public void kotlinWithTimeout() {
    KotlinPeer.INSTANCE.timeoutUnfired(Config.OPERATIONS);
  }
}
