package weft.bench.core;

import java.util.concurrent.StructuredTaskScope;
import java.util.concurrent.StructuredTaskScope.Joiner;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;
import weft.bench.Config;

/** {@link ScopeOfTwo} and {@link ManyAtOnce} with the preview of JDK 25. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {Config.ON_VIRTUAL_THREADS, "--enable-preview"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class StructuredTaskScopes {
  @Benchmark
  @OperationsPerInvocation(Config.OPERATIONS)
  public void scopeOfTwo() throws InterruptedException {
    for (int i = 0; i < Config.OPERATIONS; i++) fork(2);
  }

  @Benchmark
  @OperationsPerInvocation(ManyAtOnce.TASKS)
  public void manyAtOnce() throws InterruptedException {
    fork(ManyAtOnce.TASKS);
  }

  private static void fork(int tasks) throws InterruptedException {
    try (var scope = StructuredTaskScope.open()) {
      for (int i = 0; i < tasks; i++) scope.fork(() -> {});
      scope.join();
    }
  }

  /** {@link TimeoutFired}: the limit is that of a scope, so there is a task in each. */
  @Benchmark
  @OperationsPerInvocation(TimeoutFired.TASKS)
  public void timeoutFired() throws InterruptedException {
    try (var scope = StructuredTaskScope.open()) {
      for (int i = 0; i < TimeoutFired.TASKS; i++) scope.fork(StructuredTaskScopes::limited);
      scope.join();
    }
  }

  private static void limited() {
    try (var scope =
        StructuredTaskScope.open(
            Joiner.awaitAllSuccessfulOrThrow(), c -> c.withTimeout(TimeoutFired.LIMIT))) {
      scope.fork(() -> {
        Thread.sleep(TimeoutFired.LONG);
        return true;
      });
      scope.join();
    } catch (StructuredTaskScope.TimeoutException | InterruptedException e) {
      // the limit
    }
  }
}
